namespace CommandCenter.Domain.Geography;

/// <summary>The levels of regions (省 市 县 镇 村). Stored explicitly: never guessed from the zeros of a code alone.</summary>
public enum RegionLevel
{
    Province = 1,
    City = 2,
    County = 3,
    Town = 4,
    Village = 5,
}

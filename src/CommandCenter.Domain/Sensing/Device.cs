using CommandCenter.Domain.Geography;

namespace CommandCenter.Domain.Sensing;

/// <summary>A sensing device as registered. Its region is found once, when it is registered, from its position.</summary>
/// <param name="Id">The number its owner gave it, unique in the city: <c>WL-440705-0031</c>.</param>
/// <param name="Name">Its name on screen: 崖门水道 3#.</param>
/// <param name="Type">What it is: 水位站 雨量站 …</param>
/// <param name="Department">Whose it is: 水利 交通 城管 环境.</param>
/// <param name="Position">Degrees, CGCS2000, lon first.</param>
/// <param name="Region">The town it stands in; the county where no town boundary holds it.</param>
/// <param name="IsIllustrative">Made for demonstration; every screen that shows it says 示意数据.</param>
public sealed record Device(
    string Id,
    string Name,
    string Type,
    string Department,
    LonLat Position,
    RegionCode Region,
    bool IsIllustrative)
{
    /// <summary>What else the register keeps of it.</summary>
    public DeviceCard Card { get; init; } = DeviceCard.Empty;

    /// <summary>When it was first registered; null where nobody noted it. Nothing is expected of it before.</summary>
    public DateTimeOffset? RegisteredAt { get; init; }

    /// <summary>停用: taken out of use. Its readings are refused, and it counts in no figure.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Grows with every change in the register; who changes an older one is told.</summary>
    public int Row { get; init; }
}

using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;

namespace CommandCenter.Web.Features.Regions;

/// <summary>What a region's page is asked for; it all stands in the address.</summary>
/// <param name="Indicator">The chosen figure; null lets the page choose.</param>
public sealed record SheetQuestion(RegionCode Code, string? Indicator, PeriodFilter Period);

/// <summary>Everything on a region's page, composed from one reading of the figures.</summary>
/// <param name="Path">From the root down to the region.</param>
/// <param name="Land">Its published area; null where none is.</param>
/// <param name="Chosen">The chosen figure; null where the catalogue has none for this level.</param>
/// <param name="History">The chosen figure over its periods, oldest first.</param>
/// <param name="Compared">Siblings, or children of a region without siblings; null where the caller sees neither.</param>
/// <param name="ComparesChildren">True when <see cref="Compared"/> holds the children.</param>
/// <param name="Children">The chosen figure of each child, for the map.</param>
/// <param name="Years">Years in which the chosen figure is published anywhere on the page, newest first.</param>
public sealed record RegionSheet(
    Region Region,
    IReadOnlyList<Region> Path,
    RegionCounts Counts,
    IndicatorValue? Land,
    RegionProfile Profile,
    ProfileFigure? Chosen,
    IReadOnlyList<IndicatorValue> History,
    Ranking? Compared,
    bool ComparesChildren,
    IReadOnlyList<(Region Region, ProfileFigure Figure)> Children,
    IReadOnlyList<(Region Region, ProfileFigure Figure)> Siblings,
    IReadOnlyList<int> Years,
    DateOnly Today)
{
    public const string LandArea = "土地面积";

    /// <summary>What the regions of a level are called in a sentence.</summary>
    public static string Word(RegionLevel level) => level switch
    {
        RegionLevel.County => "县（市、区）",
        RegionLevel.Town => "镇（街道）",
        RegionLevel.Village => "村（社区）",
        _ => "市",
    };
}

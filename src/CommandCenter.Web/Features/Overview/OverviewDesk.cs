using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;
using CommandCenter.Web.Indicators;
using CommandCenter.Web.Map;

namespace CommandCenter.Web.Features.Overview;

/// <summary>The door to the overview of a region. What lies outside the caller's scope does not exist here.</summary>
public sealed class OverviewDesk(AtlasHolder atlases, Almanac almanac)
{
    private const string ChainEnding = "产业链增加值增速";

    /// <summary>招商引资 is told by these, in this order.</summary>
    private static readonly string[] InvestmentIndicators = ["新招产业项目投资总额", "招商资源信息", "工业投资增速", "先进制造业投资增速", "实际利用外资", "固定资产投资"];

    /// <summary>Null when the region is unknown or outside the scope.</summary>
    public async Task<RegionOverview?> ReadAsync(RegionScope scope, RegionCode code, CancellationToken cancel)
    {
        var tree = atlases.Current.Tree;
        if (!scope.Covers(code) || tree.Find(code) is not { } region) return null;

        var values = await almanac.ValuesAsync(scope, [region], cancel);
        var profile = RegionProfile.Of(almanac.Catalog, values, region.Level, almanac.Today);
        var byIndicator = values.ToLookup(value => value.Indicator);
        return new(
            region,
            tree.Path(code),
            Below(tree, region),
            profile,
            profile.Dimensions[0].Figures is [var first, ..] ? LeadFigure.Of(first, values) : null,
            Chains(values),
            [.. InvestmentIndicators
                .Select(almanac.Find)
                .Where(indicator => indicator is not null && byIndicator.Contains(indicator.Name))
                .Select(indicator => RegionProfile.Figure(indicator!, byIndicator, almanac.Today))],
            await CompareAsync(scope, tree, region, profile, cancel));
    }

    /// <summary>One level up, then one level down, as far as they lie in the scope.</summary>
    public IReadOnlyList<Region> Near(RegionScope scope, Region region)
    {
        var tree = atlases.Current.Tree;
        return [.. tree.Path(region.Code).SkipLast(1).Concat(tree.Children(region.Code)).Where(other => scope.Covers(other.Code))];
    }

    /// <summary>The regions below where some of them have a figure, those beside it otherwise.</summary>
    private async Task<Comparison?> CompareAsync(RegionScope scope, RegionTree tree, Region region, RegionProfile profile, CancellationToken cancel)
    {
        if (profile.Dimensions.SelectMany(dimension => dimension.Figures).FirstOrDefault()?.Indicator is not { } lead) return null;
        foreach (var regions in (IReadOnlyList<Region>[])[tree.Children(region.Code), region.Parent is { } parent ? tree.Children(parent) : []])
        {
            Region[] visible = [.. regions.Where(other => scope.Covers(other.Code))];
            if (visible.Length < 2) continue;
            var comparison = await almanac.CompareAsync(scope, visible, lead, Word(visible[0].Level), cancel);
            if (comparison.HasValues) return comparison;
        }
        return null;
    }

    private static IReadOnlyList<IndicatorValue> Chains(IReadOnlyList<IndicatorValue> values) =>
    [
        .. values
            .Where(value => value.Number is not null && value.Indicator.EndsWith(ChainEnding, StringComparison.Ordinal))
            .Where(value => !char.IsAsciiDigit(value.Indicator[0])) // 15条重点产业链 is their sum
            .OrderByDescending(value => value.Number),
    ];

    private static Dictionary<RegionLevel, int> Below(RegionTree tree, Region region) => tree.All
        .Where(other => region.Code.Contains(other.Code) && other.Code != region.Code && !other.IsSpecialUnit)
        .GroupBy(other => other.Level)
        .ToDictionary(level => level.Key, level => level.Count());

    private static string Word(RegionLevel level) => level switch
    {
        RegionLevel.County => "县（市、区）",
        RegionLevel.Town => "镇（街道）",
        _ => "村（社区）",
    };
}

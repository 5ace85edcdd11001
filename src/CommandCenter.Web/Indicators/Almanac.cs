using CommandCenter.Analytics.Indicators;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;

namespace CommandCenter.Web.Indicators;

/// <summary>The published figures of all regions, read under a scope: profiles, histories, comparisons. Shared by every
/// feature that shows figures.</summary>
public sealed class Almanac(IndicatorQueries queries, TimeProvider time)
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);
    private IReadOnlyList<Indicator> _catalog = [];

    /// <summary>By dimension and order.</summary>
    public IReadOnlyList<Indicator> Catalog => _catalog;

    /// <summary>The city's day: figures are due by it.</summary>
    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().ToOffset(Beijing).DateTime);

    public void Replace(IReadOnlyList<Indicator> catalog) => _catalog = catalog;

    public Indicator? Find(string name) => _catalog.FirstOrDefault(indicator => indicator.Name == name);

    /// <summary>The region in the five dimensions; outside the scope every figure is missing.</summary>
    public async Task<RegionProfile> ProfileAsync(RegionScope scope, Region region, CancellationToken cancel) =>
        RegionProfile.Of(_catalog, await ValuesAsync(scope, [region], cancel), region.Level, Today);

    /// <summary>All figures of these regions, as far as they lie in the scope.</summary>
    public Task<IReadOnlyList<IndicatorValue>> ValuesAsync(RegionScope scope, IEnumerable<Region> regions, CancellationToken cancel) =>
        queries.OfRegionsAsync(scope, [.. regions.Select(region => region.Code)], cancel);

    /// <summary>One indicator and its published growth in these regions, as far as they lie in the scope.</summary>
    public async Task<IReadOnlyList<IndicatorValue>> ValuesAsync(
        RegionScope scope, IEnumerable<Region> regions, Indicator indicator, CancellationToken cancel)
    {
        string[] names = indicator.GrowthIndicator.Length > 0 ? [indicator.Name, indicator.GrowthIndicator] : [indicator.Name];
        return await queries.OfIndicatorsAsync(scope, [.. regions.Select(region => region.Code)], names, cancel);
    }

    /// <summary>Some indicators of these regions, as far as they lie in the scope.</summary>
    public Task<IReadOnlyList<IndicatorValue>> ValuesAsync(
        RegionScope scope, IReadOnlyCollection<RegionCode> regions, IReadOnlyCollection<string> indicators, CancellationToken cancel) =>
        queries.OfIndicatorsAsync(scope, regions, indicators, cancel);

    /// <summary>One indicator across regions, as far as they lie in the scope.</summary>
    /// <param name="word">What the regions are called: 县（市、区）.</param>
    public async Task<Comparison> CompareAsync(
        RegionScope scope, IReadOnlyList<Region> regions, Indicator indicator, string word, CancellationToken cancel) =>
        Comparison.Of(indicator, regions, await ValuesAsync(scope, regions, indicator, cancel), word, Today);
}

using CommandCenter.Domain.Geography;

namespace CommandCenter.Domain.Indicators;

/// <summary>A region in a comparison; <see cref="Value"/> is null where nothing is published, <see cref="Rank"/> where nothing is ranked.</summary>
public sealed record RankedRegion(Region Region, IndicatorValue? Value, int? Rank);

/// <summary>Siblings side by side, the largest first, what has no value last.</summary>
/// <param name="Rows">Every sibling, also those without a value.</param>
/// <param name="WhyNotRanked">In Chinese why nobody has a rank; null when ranks are given.</param>
public sealed record Ranking(IReadOnlyList<RankedRegion> Rows, string? WhyNotRanked)
{
    /// <summary>Fewer values than this say nothing about a place in an order.</summary>
    public const int FewestRanked = 5;

    /// <summary>Ranks only values that speak of the same period, have happened, and are exact; and only where at least five
    /// siblings have one. Equal values share a rank. All values must be in one unit.</summary>
    /// <param name="word">What the siblings are called: 县（市、区）.</param>
    public static Ranking Of(Indicator indicator, IReadOnlyList<(Region Region, IndicatorValue? Value)> siblings, string word)
    {
        var rows = siblings
            .OrderBy(sibling => sibling.Value?.Number is null)
            .ThenByDescending(sibling => Shown(sibling.Value, indicator))
            .ThenBy(sibling => sibling.Region.Code)
            .ToArray();
        var published = rows.Where(row => row.Value?.Number is not null).Select(row => row.Value!).ToArray();
        var why = Why(indicator, published, word);
        return new([.. rows.Select(row => new RankedRegion(row.Region, row.Value, why is null && row.Value is { Number: not null } value
            ? 1 + published.Count(other => Shown(other, indicator) > Shown(value, indicator))
            : null))], why);
    }

    private static string? Why(Indicator indicator, IReadOnlyList<IndicatorValue> published, string word)
    {
        if (!indicator.IsRankable) return "该指标不作名次比较";
        if (published.Count < FewestRanked) return $"名次须至少 {FewestRanked} 个{word}已公布，现有 {published.Count} 个";
        if (published.Any(value => !value.Period.IsSameAs(published[0].Period))) return $"跨期别不排名次；名次按同一期别计算，须至少 {FewestRanked} 个{word}已公布";
        if (published.Any(value => value.Nature is not ValueNature.Actual || value.Bound is not ValueBound.Exact)) return "含预计、目标或下限值，不排名次";
        return null;
    }

    private static decimal Shown(IndicatorValue? value, Indicator indicator) =>
        value?.Number is { } number ? new Measure(number, value.Unit).In(indicator.Unit).Number : decimal.MinValue;
}

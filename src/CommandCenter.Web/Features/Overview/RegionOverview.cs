using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;
using CommandCenter.Web.Indicators;

namespace CommandCenter.Web.Features.Overview;

/// <summary>What a wall or a leader's phone tells of one region.</summary>
/// <param name="Path">From the root down to the region itself.</param>
/// <param name="Lead">The figure that stands largest, in the first panel; null at a level that has no economic figures.</param>
/// <param name="Chains">Growth of the key industry chains, the fastest first; empty where none is published.</param>
/// <param name="Investment">招商引资: the figures of it that are published.</param>
/// <param name="Compared">The leading indicator in the regions below, or beside, where there are any.</param>
public sealed record RegionOverview(
    Region Region,
    IReadOnlyList<Region> Path,
    IReadOnlyDictionary<RegionLevel, int> Below,
    RegionProfile Profile,
    LeadFigure? Lead,
    IReadOnlyList<IndicatorValue> Chains,
    IReadOnlyList<ProfileFigure> Investment,
    Comparison? Compared)
{
    public ProfileDimension Of(Dimension dimension) => Profile.Dimensions.First(column => column.Dimension == dimension);
}

/// <summary>A figure and its history.</summary>
/// <param name="History">One value a year from the first to the last; a year without one is a gap.</param>
public sealed record LeadFigure(ProfileFigure Figure, IReadOnlyList<YearValue> History)
{
    public static LeadFigure Of(ProfileFigure figure, IEnumerable<IndicatorValue> values)
    {
        var series = ValueChoice.Series(values.Where(value =>
            value.Indicator == figure.Indicator.Name
            && (value.Period.Kind is PeriodKind.Year or PeriodKind.YearEnd)
            && (value.Bound is ValueBound.Exact or ValueBound.About)));
        if (series.Count < 2) return new(figure, []);
        var byYear = series.GroupBy(value => value.Period.Year!.Value).ToDictionary(year => year.Key, year => year.Last());
        var first = byYear.Keys.Min();
        return new(figure, [.. Enumerable.Range(first, byYear.Keys.Max() - first + 1).Select(year => new YearValue(year, byYear.GetValueOrDefault(year), figure.Indicator.Unit))]);
    }
}

/// <summary>A year and what was published of it; <see cref="Value"/> is null in a gap.</summary>
public sealed record YearValue(int Year, IndicatorValue? Value, string Unit)
{
    /// <summary>In <see cref="Unit"/>.</summary>
    public decimal? Shown => Value?.Number is { } number ? new Measure(number, Value.Unit).In(Unit).Number : null;

    public bool IsWeak => Value is { Grade: SourceGrade.C } or { Nature: not ValueNature.Actual } or { Bound: not ValueBound.Exact };
}

namespace CommandCenter.Domain.Indicators;

/// <summary>Which of several values of one indicator is shown.</summary>
public static class ValueChoice
{
    /// <summary>What has happened and is exact comes before estimates, estimates before bounds, bounds before plans; then the
    /// newest period, the better source, the plainer period. Empty in, null out.</summary>
    /// <param name="wholeYears">A whole year comes before a newer part of one: of what is published yearly.</param>
    public static IndicatorValue? Best(IEnumerable<IndicatorValue> values, bool wholeYears = false) => values
        .OrderBy(Doubt)
        .ThenBy(value => wholeYears && value.Period.IsPartOfYear)
        .ThenByDescending(value => value.Period)
        .ThenBy(value => value.Grade)
        .ThenBy(value => value.Period.Note.Length > 0)
        .FirstOrDefault();

    /// <summary>The values that make one series: one per period, the best of each, oldest first; plans left out.</summary>
    public static IReadOnlyList<IndicatorValue> Series(IEnumerable<IndicatorValue> values) =>
        [.. values
            .Where(value => value is { Number: not null, Period.End: not null, Nature: ValueNature.Actual or ValueNature.Estimate })
            .GroupBy(value => (value.Period.Kind, value.Period.End))
            .Select(same => Best(same)!)
            .OrderBy(value => value.Period)];

    private static int Doubt(IndicatorValue value) => (value.Nature, value.Bound) switch
    {
        (ValueNature.Actual, ValueBound.Exact or ValueBound.About) => 0,
        (ValueNature.Actual, _) => 2,
        (ValueNature.Estimate, _) => 1,
        _ => 3,
    };
}

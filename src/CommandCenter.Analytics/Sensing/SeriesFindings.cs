namespace CommandCenter.Analytics.Sensing;

/// <summary>What stands out of a series, and what comes next.</summary>
/// <param name="Series">What was looked at; the mean of each bucket counts.</param>
/// <param name="Period">After how long it repeats itself; null when no rhythm was seen.</param>
/// <param name="Outliers">In the order of time.</param>
/// <param name="Forecast">From the bucket after the last; one period, at most 500 values.</param>
/// <param name="Caution">What it cannot tell, in Chinese; null when there is nothing to say.</param>
public sealed record SeriesFindings(
    Series Series, TimeSpan? Period, IReadOnlyList<Outlier> Outliers, IReadOnlyList<Forecast> Forecast, string? Caution)
{
    internal static SeriesFindings Nothing(Series series, string why) => new(series, null, [], [], why);
}

/// <summary>A bucket whose mean is far from what trend and rhythm let expect; values in the metric's unit.</summary>
public readonly record struct Outlier(DateTimeOffset Start, double Value, double Expected);

/// <summary>A bucket that is still to come, and the band that would have held nineteen of twenty of those that were.</summary>
public readonly record struct Forecast(DateTimeOffset Start, double Value, double Low, double High);

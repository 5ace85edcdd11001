using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Sensing;

/// <summary>
/// What stands out of a series and what comes next: taken apart into trend, rhythm and the rest by ClickHouse (STL, Tukey's fences), twice, so
/// that what stands out does not bend the rhythm it is held against. It says when it cannot tell.
/// </summary>
public sealed class AnomalyQueries(IClickHouse clickHouse, SeriesQueries series)
{
    /// <summary>Forecast values, at most.</summary>
    private const int MostForecast = 500;

    /// <summary>What stands out must be that part of the whole span of the values, however regular the rest is.</summary>
    private const double LeastPart = 0.01;

    /// <exception cref="ArgumentOutOfRangeException">The range is empty or too long.</exception>
    /// <exception cref="ClickHouseException">It could not be asked.</exception>
    public Task<SeriesFindings> DeviceAsync(DeviceSeriesQuestion asked, CancellationToken cancel) =>
        FindAsync(asked.Shortest, shortest => series.DeviceAsync(asked with { Shortest = shortest }, cancel), cancel);

    /// <exception cref="ArgumentOutOfRangeException">The range is empty or too long.</exception>
    /// <exception cref="ClickHouseException">It could not be asked.</exception>
    public Task<SeriesFindings> RegionAsync(RegionSeriesQuestion asked, CancellationToken cancel) =>
        FindAsync(asked.Shortest, shortest => series.RegionAsync(asked with { Shortest = shortest }, cancel), cancel);

    private async Task<SeriesFindings> FindAsync(SeriesStep shortest, Func<SeriesStep, Task<Series>> read, CancellationToken cancel)
    {
        var given = await read(shortest);
        // A device that speaks every five minutes has no gaps in four minutes of them.
        if (SeriesStep.AtLeast(UsualPause(given)) is { } pace && pace.Seconds > given.Step.Seconds) given = await read(pace);
        if (given.Buckets.Count == 0) return SeriesFindings.Nothing(given, "所选时段没有读数。");
        var first = given.Buckets[0].Start;
        var even = EvenSeries.Of([.. given.Buckets.Select(bucket => ((bucket.Start - first).Ticks / TimeSpan.TicksPerSecond / given.Step.Seconds, bucket.Mean))]);
        if (even.Fault is { } fault) return SeriesFindings.Nothing(given, fault);

        var period = SeriesRhythm.PeriodOf(even.Values);
        var parts = await DecomposeAsync(even.Values, period, cancel);
        var least = LeastPart * (even.Values.Max() - even.Values.Min());
        DateTimeOffset Time(int index) => first.AddSeconds((long)index * given.Step.Seconds);
        return new(given, period == 0 ? null : TimeSpan.FromSeconds((long)period * given.Step.Seconds),
            [
                .. Enumerable.Range(0, even.Values.Count)
                    .Where(i => even.IsKnown[i] && parts.Fences[i] != 0 && Math.Abs(parts.Residue[i]) >= least)
                    .Select(i => new Outlier(Time(i), even.Values[i], even.Values[i] - parts.Residue[i])),
            ],
            [
                .. SeasonalForecast.Next(parts.Trend, parts.Seasonal, parts.Residue, period, Math.Min(MostForecast, period == 0 ? EvenSeries.FewestValues : period))
                    .Select((next, i) => new Forecast(Time(even.Values.Count + i), next.Value, next.Low, next.High)),
            ],
            period == 0 ? $"没有看出周期（所选时段至少要包含 {SeriesRhythm.FewestPeriods} 个周期），只按趋势判断。" : null);
    }

    private static int UsualPause(Series given)
    {
        if (given.Buckets.Count < 3) return given.Step.Seconds;
        var pauses = given.Buckets.Zip(given.Buckets.Skip(1), (one, next) => (int)(next.Start - one.Start).TotalSeconds).Order().ToList();
        return pauses[pauses.Count / 2];
    }

    private async Task<Parts> DecomposeAsync(IReadOnlyList<double> values, int period, CancellationToken cancel) =>
        (await clickHouse.QueryAsync(
            new Sql("""
                WITH
                    {values:Array(Float64)} AS given,
                    seriesDecomposeSTL(given, {period:UInt32}) AS rough,
                    seriesOutliersDetectTukey(rough[3], 0.25, 0.75, 2) AS doubtful,
                    arrayMap((value, fence, base) -> if(fence != 0, toFloat64(base), value), given, doubtful, rough[4]) AS calm,
                    seriesDecomposeSTL(calm, {period:UInt32}) AS fine,
                    arrayMap((value, base) -> value - toFloat64(base), given, fine[4]) AS residue
                SELECT
                    arrayMap(x -> toFloat64(x), fine[1]),
                    arrayMap(x -> toFloat64(x), fine[2]),
                    residue,
                    seriesOutliersDetectTukey(residue, 0.25, 0.75, 3)
                """)
                .With("values", values)
                .With("period", period),
            row => new Parts(
                row.ReadArray(item => item.ReadFloat64()), row.ReadArray(item => item.ReadFloat64()),
                row.ReadArray(item => item.ReadFloat64()), row.ReadArray(item => item.ReadFloat64())),
            cancel)).Single();

    private sealed record Parts(List<double> Seasonal, List<double> Trend, List<double> Residue, List<double> Fences);
}

using System.Globalization;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Sensing;

/// <summary>Series of a device or of a region, from the rollup that answers with the fewest rows: a few milliseconds whatever the range.</summary>
public sealed class SeriesQueries(IClickHouse clickHouse)
{
    private const string Rolled = "toInt64(sum(count)), toInt64(sum(alarms)), min(least), sum(total) / sum(count), max(most)";
    private const string Raw = "toInt64(count()), toInt64(countIf(severity BETWEEN 1 AND 15)), min(value), avg(value), max(value)";

    /// <summary>From the readings themselves where buckets are shorter than an hour, else from its hours or days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or too long.</exception>
    /// <exception cref="ClickHouseException">It could not be asked.</exception>
    public Task<Series> DeviceAsync(DeviceSeriesQuestion asked, CancellationToken cancel)
    {
        var (from, to, shortest) = (asked.From, asked.To, asked.Shortest);
        if (asked.RawFrom > from && shortest.Seconds < SeriesStep.Hour.Seconds) shortest = SeriesStep.Hour;
        if (asked.HoursFrom > from && shortest.Seconds < SeriesStep.Day.Seconds) shortest = SeriesStep.Day;
        var step = SeriesStep.Fitting(from, to, shortest);
        var sql = new Sql(step.Seconds < SeriesStep.Hour.Seconds
            ? $$"""
                SELECT {{Start("ts")}}, {{Raw}}
                FROM readings
                WHERE region IN
                    (
                        SELECT region
                        FROM device_1d
                        WHERE device = {device:String} AND metric = {metric:String}
                          AND region >= {first:UInt64} AND region < {end:UInt64}
                          AND bucket >= {day:DateTime} AND bucket < {until:DateTime}
                    )
                  AND metric = {metric:String} AND device = {device:String}
                  AND ts >= {since:DateTime} AND ts < {until:DateTime}
                GROUP BY start
                ORDER BY start
                """
            : $$"""
                SELECT {{Start("bucket")}}, {{Rolled}}
                FROM {{(step.Seconds < SeriesStep.Day.Seconds ? "device_1h" : "device_1d")}}
                WHERE device = {device:String} AND metric = {metric:String}
                  AND region >= {first:UInt64} AND region < {end:UInt64}
                  AND bucket >= {since:DateTime} AND bucket < {until:DateTime}
                GROUP BY start
                ORDER BY start
                """);
        if (step.Seconds < SeriesStep.Hour.Seconds) sql.With("day", SeriesStep.Day.Floor(from));
        return AskAsync(sql.With("device", asked.Device).With("metric", asked.Metric), asked.Scope, step, from, to, cancel);
    }

    /// <summary>From the minutes, hours or days of the region.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or too long.</exception>
    /// <exception cref="ClickHouseException">It could not be asked.</exception>
    public Task<Series> RegionAsync(RegionSeriesQuestion asked, CancellationToken cancel)
    {
        var step = SeriesStep.Fitting(asked.From, asked.To, asked.Shortest.Seconds < SeriesStep.Minute.Seconds ? SeriesStep.Minute : asked.Shortest);
        var table = step.Seconds < SeriesStep.Hour.Seconds ? "region_1m" : step.Seconds < SeriesStep.Day.Seconds ? "region_1h" : "region_1d";
        var sql = new Sql($$"""
            SELECT {{Start("bucket")}}, {{Rolled}}
            FROM {{table}}
            WHERE metric = {metric:String}{{(asked.Type is null ? "" : " AND type = {type:String}")}}
              AND bucket >= {since:DateTime} AND bucket < {until:DateTime}
              AND region >= {first:UInt64} AND region < {end:UInt64}
            GROUP BY start
            ORDER BY start
            """).With("metric", asked.Metric);
        if (asked.Type is not null) sql.With("type", asked.Type);
        return AskAsync(sql, asked.Scope, step, asked.From, asked.To, cancel);
    }

    /// <summary>What the devices of a type measured within the scope in the hour that holds <paramref name="hour"/>, metric by metric.</summary>
    /// <exception cref="ClickHouseException">It could not be asked.</exception>
    public Task<IReadOnlyList<HourFigure>> HourAsync(RegionScope scope, string type, DateTimeOffset hour, CancellationToken cancel) =>
        clickHouse.QueryAsync(
            new Sql($$"""
                SELECT metric, {{Rolled}}
                FROM region_1h
                WHERE type = {type:String}
                  AND bucket = {hour:DateTime}
                  AND region >= {first:UInt64} AND region < {end:UInt64}
                GROUP BY metric
                ORDER BY metric
                """)
                .With("type", type)
                .With("hour", SeriesStep.Hour.Floor(hour))
                .With("first", scope.From)
                .With("end", scope.To),
            row => new HourFigure(row.ReadString(), row.ReadInt64(), row.ReadInt64(), row.ReadFloat64(), row.ReadFloat64(), row.ReadFloat64()),
            cancel);

    private async Task<Series> AskAsync(Sql sql, RegionScope scope, SeriesStep step, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        (from, to) = (step.Floor(from), step.Ceiling(to));
        var buckets = await clickHouse.QueryAsync(
            sql.With("first", scope.From).With("end", scope.To).With("since", from).With("until", to).With("step", step.Seconds),
            row => new SeriesBucket(
                DateTimeOffset.FromUnixTimeSeconds(row.ReadInt64()),
                row.ReadInt64(), row.ReadInt64(), row.ReadFloat64(), row.ReadFloat64(), row.ReadFloat64()),
            cancel);
        return new(from, to, step, buckets);
    }

    /// <summary>Beginning of the bucket in seconds since 1970; buckets are counted from a midnight in Beijing.</summary>
    private static string Start(string time) => string.Create(
        CultureInfo.InvariantCulture, $"intDiv(toInt64(toUnixTimestamp({time})) + 28800, {{step:UInt32}}) * {{step:UInt32}} - 28800 AS start");
}

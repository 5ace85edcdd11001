using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Analytics.Sensing;

/// <summary>Questions about readings as they were stored. Each reading counts once, whatever was sent twice.</summary>
public sealed class SensingQueries(IClickHouse clickHouse)
{
    /// <summary>Readings per minute and per region of <paramref name="level"/>, from <paramref name="from"/> (a full minute,
    /// inclusive) to <paramref name="to"/> (exclusive). Minutes and regions without a reading are left out.</summary>
    public Task<IReadOnlyList<MinuteCount>> MinutesAsync(
        RegionScope scope, RegionLevel level, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        clickHouse.QueryAsync(
            new Sql(
                """
                SELECT intDiv(region, {span:UInt64}) * {span:UInt64} AS part, bucket, sum(count)
                FROM region_1m
                WHERE region >= {from:UInt64} AND region < {to:UInt64}
                  AND bucket >= {since:DateTime} AND bucket < {until:DateTime}
                GROUP BY part, bucket
                ORDER BY bucket, part
                """)
                .With("span", Span(level))
                .With("from", scope.From)
                .With("to", scope.To)
                .With("since", from)
                .With("until", to),
            row => new MinuteCount(RegionCode.FromNumber((long)row.ReadUInt64()), row.ReadDateTime(), (long)row.ReadUInt64()),
            cancel);

    /// <summary>Readings of the hour that begins at <paramref name="hour"/>, by type and region of <paramref name="level"/>.</summary>
    public Task<IReadOnlyList<HourCount>> ReceivedAsync(RegionScope scope, RegionLevel level, DateTimeOffset hour, CancellationToken cancel) =>
        OfHourAsync("region_1h", scope, level, hour, cancel);

    /// <summary>Doubtful readings of the hour that begins at <paramref name="hour"/>, by type and region of <paramref name="level"/>.</summary>
    public Task<IReadOnlyList<HourCount>> DoubtfulAsync(RegionScope scope, RegionLevel level, DateTimeOffset hour, CancellationToken cancel) =>
        OfHourAsync("doubtful_1h", scope, level, hour, cancel);

    private Task<IReadOnlyList<HourCount>> OfHourAsync(string table, RegionScope scope, RegionLevel level, DateTimeOffset hour, CancellationToken cancel) =>
        clickHouse.QueryAsync(
            new Sql(
                $$"""
                SELECT type, intDiv(region, {span:UInt64}) * {span:UInt64} AS part, sum(count)
                FROM {{table}}
                WHERE bucket = {hour:DateTime}
                  AND region >= {from:UInt64} AND region < {to:UInt64}
                GROUP BY type, part
                """)
                .With("span", Span(level))
                .With("from", scope.From)
                .With("to", scope.To)
                .With("hour", hour),
            row => new HourCount(row.ReadString(), RegionCode.FromNumber((long)row.ReadUInt64()), (long)row.ReadUInt64()),
            cancel);

    /// <summary>The devices of a scope that sent doubtful readings from <paramref name="from"/> (its whole hour, inclusive) on.</summary>
    public Task<IReadOnlyList<string>> DoubtfulDevicesAsync(RegionScope scope, DateTimeOffset from, CancellationToken cancel) =>
        clickHouse.QueryAsync(
            new Sql(
                """
                SELECT DISTINCT device
                FROM doubtful_1h
                WHERE bucket >= toStartOfHour({since:DateTime})
                  AND region >= {from:UInt64} AND region < {to:UInt64}
                """)
                .With("from", scope.From)
                .With("to", scope.To)
                .With("since", from),
            row => row.ReadString(),
            cancel);

    /// <summary>How many readings of one device there are from <paramref name="from"/> (its whole hour, inclusive) on, metric by metric, and how
    /// many of them are doubtful for which reason.</summary>
    public Task<IReadOnlyList<QualityCount>> QualityAsync(RegionScope scope, string device, DateTimeOffset from, CancellationToken cancel) =>
        clickHouse.QueryAsync(
            new Sql(
                """
                SELECT metric, sum(readings), sum(steps), sum(unchanged)
                FROM
                (
                    SELECT metric, count AS readings, 0 AS steps, 0 AS unchanged
                    FROM device_1h
                    WHERE device = {device:String} AND bucket >= toStartOfHour({since:DateTime})
                      AND region >= {from:UInt64} AND region < {to:UInt64}
                    UNION ALL
                    SELECT metric, 0, if(quality = 1, count, 0), if(quality = 2, count, 0)
                    FROM doubtful_1h
                    WHERE device = {device:String} AND bucket >= toStartOfHour({since:DateTime})
                      AND region >= {from:UInt64} AND region < {to:UInt64}
                )
                GROUP BY metric
                ORDER BY metric
                """)
                .With("device", device)
                .With("from", scope.From)
                .With("to", scope.To)
                .With("since", from),
            row => new QualityCount(row.ReadString(), (long)row.ReadUInt64(), (long)row.ReadUInt64(), (long)row.ReadUInt64()),
            cancel);

    private static long Span(RegionLevel level) => level switch
    {
        RegionLevel.Province => 10_000_000_000,
        RegionLevel.City => 100_000_000,
        RegionLevel.County => 1_000_000,
        RegionLevel.Town => 1_000,
        _ => 1,
    };
}

/// <summary>How many readings came from a region in the minute that begins at <paramref name="Minute"/>, UTC.</summary>
public sealed record MinuteCount(RegionCode Region, DateTimeOffset Minute, long Readings);

/// <summary>How many readings of a type came from a region in an hour.</summary>
public sealed record HourCount(string Type, RegionCode Region, long Readings);

/// <summary>Readings of one metric of a device, and how many of them break which quality rule.</summary>
public sealed record QualityCount(string Metric, long Readings, long Steps, long Unchanged);

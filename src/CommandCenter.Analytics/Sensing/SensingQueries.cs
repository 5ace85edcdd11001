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
        clickHouse.QueryAsync(
            new Sql(
                """
                SELECT type, intDiv(region, {span:UInt64}) * {span:UInt64} AS part, sum(count)
                FROM region_1h
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

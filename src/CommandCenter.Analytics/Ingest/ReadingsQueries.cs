using System.Runtime.CompilerServices;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Ingest;

/// <summary>What ingest asks ClickHouse: at start what is known, and later about readings too old to remember.</summary>
internal sealed class ReadingsQueries(IClickHouse clickHouse)
{
    /// <summary>A server reads at most 128 KiB of a parameter; the number of a device has up to 64 characters.</summary>
    private const int KeysPerQuestion = 1_000;

    /// <summary>The newest reading of every device and metric, row by row, and before it the newest good one where that is another.</summary>
    public async IAsyncEnumerable<ReadingRow> LatestAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var rows = clickHouse.StreamAsync(
            new("SELECT device, metric, (max(newest) AS last).1, last.2, (max(good) AS best).1, best.2 FROM latest GROUP BY device, metric"),
            row => (
                Newest: new ReadingRow(row.ReadString(), row.ReadString(), row.ReadInt64(), row.ReadFloat64(), ""),
                Good: (Ts: row.ReadInt64(), Value: row.ReadFloat64())),
            cancel);
        await foreach (var (newest, good) in rows)
        {
            if (good.Ts > 0) yield return newest with { Ts = good.Ts, Value = good.Value };
            // Which rule it broke is not kept here: the same value was unchanged, another a step.
            if (good.Ts < newest.Ts)
                yield return newest with { Quality = good.Ts == 0 ? ReadingQuality.Good : newest.Value == good.Value ? ReadingQuality.Unchanged : ReadingQuality.Step };
        }
    }

    /// <summary>Since when series have had the same value: never too early, at most two hours too late; those that changed within the
    /// newest two hours are left out. From the hours of devices, not from the readings: it is asked at start.</summary>
    /// <param name="metrics">Those asked about.</param>
    /// <param name="from">How far back.</param>
    public IAsyncEnumerable<(string Device, string Metric, double Value, long Since)> UnchangedAsync(
        IReadOnlyList<string> metrics, DateTimeOffset from, CancellationToken cancel) => clickHouse.StreamAsync(
        new Sql("""
            SELECT device, metric, value, toInt64(toUnixTimestamp(since + INTERVAL 1 HOUR)) * 1000
            FROM
            (
                SELECT
                    device,
                    metric,
                    arrayReverseSort(groupArray((bucket, low, high))) AS hours,
                    hours[1].3 AS value,
                    arrayFirstIndex(hour -> hour.2 != value OR hour.3 != value, hours) AS changed,
                    hours[toInt64(changed) - 1].1 AS since -- the one before it; the oldest where none changed
                FROM
                (
                    SELECT device, metric, bucket, min(least) AS low, max(most) AS high
                    FROM device_1h
                    WHERE metric IN ({metrics:Array(String)}) AND bucket >= {from:DateTime}
                    GROUP BY device, metric, bucket
                )
                GROUP BY device, metric
            )
            WHERE changed != 1 AND since < hours[1].1
            """).With("metrics", metrics).With("from", from),
        row => (row.ReadString(), row.ReadString(), row.ReadFloat64(), row.ReadInt64()),
        cancel);

    /// <summary>Device and own id of the newest readings that have one, the oldest of them first.</summary>
    public Task<IReadOnlyList<(string Device, string Id)>> RecentIdsAsync(int count, CancellationToken cancel) =>
        clickHouse.QueryAsync(
            new Sql("""
                SELECT device, id
                FROM (SELECT device, id, ts FROM reading_ids ORDER BY ts DESC LIMIT {count:UInt32})
                ORDER BY ts
                """).With("count", count),
            row => (row.ReadString(), row.ReadString()),
            cancel);

    /// <summary>Which of the readings are in ClickHouse, by their index.</summary>
    public async Task<HashSet<int>> FindAsync(IReadOnlyList<Reading> readings, IReadOnlyList<int> indexes, CancellationToken cancel)
    {
        var found = new HashSet<int>();
        foreach (var chunk in indexes.Chunk(KeysPerQuestion))
        {
            var keys = chunk.Select(index => readings[index]).ToList();
            var rows = await clickHouse.QueryAsync(
                new Sql("""
                    SELECT DISTINCT device, metric, ts
                    FROM readings
                    WHERE device IN ({devices:Array(String)})
                        AND ts BETWEEN {from:DateTime64(3)} AND {to:DateTime64(3)}
                        AND (device, metric, toUnixTimestamp64Milli(ts)) IN
                            (SELECT arrayJoin(arrayZip({devices:Array(String)}, {metrics:Array(String)}, {times:Array(Int64)})))
                    """)
                    .With("devices", keys.Select(key => key.Device.Id))
                    .With("metrics", keys.Select(key => key.Metric.Key))
                    .With("times", keys.Select(key => key.Ts))
                    .With("from", DateTimeOffset.FromUnixTimeMilliseconds(keys.Min(key => key.Ts)))
                    .With("to", DateTimeOffset.FromUnixTimeMilliseconds(keys.Max(key => key.Ts))),
                row => (row.ReadString(), row.ReadString(), row.ReadInt64()),
                cancel);
            var held = rows.ToHashSet();
            found.UnionWith(chunk.Where(index => held.Contains((readings[index].Device.Id, readings[index].Metric.Key, readings[index].Ts))));
        }

        return found;
    }
}

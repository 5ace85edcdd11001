using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Ingest;

/// <summary>What ingest asks ClickHouse: at start what is known, and later about readings too old to remember.</summary>
internal sealed class ReadingsQueries(IClickHouse clickHouse)
{
    /// <summary>A server reads at most 128 KiB of a parameter; the number of a device has up to 64 characters.</summary>
    private const int KeysPerQuestion = 1_000;

    /// <summary>The newest reading of every device and metric, row by row.</summary>
    public IAsyncEnumerable<ReadingRow> LatestAsync(CancellationToken cancel) => clickHouse.StreamAsync(
        new("SELECT device, metric, (max(newest) AS last).1, last.2 FROM latest GROUP BY device, metric"),
        row => new ReadingRow(row.ReadString(), row.ReadString(), row.ReadInt64(), row.ReadFloat64(), ""),
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

using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.EndToEnd.Ingest;

/// <summary>What lies in the ClickHouse folder of a server that was stopped.</summary>
internal static class StoredReadings
{
    /// <summary>Every reading by its key, and how many lie there more than once.</summary>
    public static async Task<(HashSet<(string Device, long Ts)> Found, long Doubled)> CountAsync(string dataFolder)
    {
        using var clickHouse = new EmbeddedClickHouse(new EmbeddedOptions { Path = Path.Combine(dataFolder, "clickhouse") });
        var stored = await clickHouse.QueryAsync(
            new("SELECT device, ts, count() FROM readings GROUP BY device, ts"),
            row => (Key: (row.ReadString(), row.ReadInt64()), Count: (long)row.ReadUInt64()), default);
        return ([.. stored.Select(row => row.Key)], stored.Sum(row => row.Count - 1));
    }
}

using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.Analytics.Ingest;

/// <summary>
/// An insert of readings that may have been made before counts once: in the table and in all that is counted from it. The token
/// alone does not see to that on one server. ClickHouse notes a token before it keeps the rows and does not force the note to disk:
/// killed between the two it takes the repeated rows for known and holds none; after a power cut it may hold them and not know the
/// token. So the rows are laid beside the table and compared. A cluster keeps tokens and parts together in its keeper: nothing is
/// compared there.
/// </summary>
internal sealed class InsertInDoubt(IClickHouse clickHouse)
{
    private const int AccessDenied = 497;
    private const string Given = "readings_in_doubt";
    private const string Missing = "readings_missing";

    /// <summary>What tells one reading from any other, in the order of the table's key.</summary>
    private const string Key = "region, metric, device, ts";

    private const string Held = $"({Key}) IN (SELECT {Key} FROM readings WHERE ({Key}) IN (SELECT {Key} FROM {Given}))";

    /// <param name="again">It may be there already, whole, in part, or as a token only.</param>
    /// <exception cref="ClickHouseException">It is still not known whether the rows are there; the same call may be made again.</exception>
    public async Task InsertAsync(ReadOnlyMemory<byte> rows, string token, bool again)
    {
        if (rows.IsEmpty) return;
        var compared = again && await GiveAsync(rows);
        if (!compared || !await IsWholeAsync())
        {
            var sentOnce = await clickHouse.InsertAsync(ReadingRow.Into, rows, token, CancellationToken.None);
            compared = compared || (!sentOnce && await GiveAsync(rows));
        }

        if (compared) await MendAsync();
    }

    /// <summary>Lays the rows beside the table. False on a cluster.</summary>
    private async Task<bool> GiveAsync(ReadOnlyMemory<byte> rows)
    {
        if (await CountAsync("SELECT count() FROM system.tables WHERE database = currentDatabase() AND name = 'readings' AND engine = 'MergeTree'") == 0)
            return false;
        // What is dropped is waited for: no earlier mending goes on.
        await ClearAsync();
        await ExecuteAsync($"CREATE TABLE {Given} AS readings");
        await clickHouse.InsertAsync(ReadingRow.Into.Replace("readings", Given), rows, null, CancellationToken.None);
        return true;
    }

    /// <summary>True when the table holds the rows and no earlier insert of them, which came over HTTP, is still at its views. A user
    /// who may not know that is told no: the token then brings the views into line.</summary>
    private async Task<bool> IsWholeAsync()
    {
        const string earlier = "interface = 2 AND current_database = currentDatabase() AND startsWith(query, 'INSERT INTO readings (')";
        try
        {
            if (await CountAsync($"SELECT count() FROM system.processes WHERE {earlier}") > 0)
            {
                await ExecuteAsync($"KILL QUERY WHERE {earlier} ASYNC");
                throw new ClickHouseException(0, "An earlier insert of the same readings has not ended yet.");
            }
        }
        catch (ClickHouseException refused) when (refused.Code == AccessDenied)
        {
            return false;
        }

        return await MissingAsync() == 0;
    }

    private Task<long> MissingAsync() => CountAsync($"SELECT count() FROM {Given} WHERE NOT {Held}");

    /// <summary>Brings in what the table and what is counted from it lack. Nothing is counted by the views here: what they did the
    /// first time is not known.</summary>
    private async Task MendAsync()
    {
        if (await MissingAsync() > 0)
        {
            await ExecuteAsync($"CREATE TABLE {Missing} AS readings");
            await ExecuteAsync($"INSERT INTO {Missing} SELECT * FROM {Given} WHERE NOT {Held}");
            var months = await clickHouse.QueryAsync(new($"SELECT DISTINCT _partition_id FROM {Missing}"), row => row.ReadString(), CancellationToken.None);
            foreach (var month in months) await ExecuteAsync($"ALTER TABLE readings ATTACH PARTITION ID '{month}' FROM {Missing}");
        }

        await MendRollupAsync("readings_1m", "toStartOfMinute");
        await MendRollupAsync("readings_1h", "toStartOfHour");
        await ExecuteAsync($"INSERT INTO latest SELECT device, metric, max((ts, value)) FROM {Given} GROUP BY device, metric");
        await ExecuteAsync($"""
            INSERT INTO reading_ids
            SELECT device, ts, id
            FROM {Given}
            WHERE id != '' AND (device, ts, id) NOT IN (SELECT device, ts, id FROM reading_ids WHERE ts IN (SELECT ts FROM {Given}))
            """);
        await ClearAsync();
    }

    /// <summary>Adds to the buckets of the given rows what they lack of the readings; sums are added, least and most may repeat.</summary>
    private Task MendRollupAsync(string rollup, string start) => ExecuteAsync($"""
        INSERT INTO {rollup}
        SELECT region, type, metric, bucket, held.count - counted.count, held.alarms - counted.alarms, held.total - counted.total, held.least, held.most
        FROM
        (
            SELECT region, type, metric, {start}(ts) AS bucket, count() AS count, countIf(severity > 0) AS alarms, sum(value) AS total, min(value) AS least, max(value) AS most
            FROM readings
            WHERE (region, metric) IN (SELECT region, metric FROM {Given})
                AND ts >= (SELECT {start}(min(ts)) FROM {Given})
                AND ts < (SELECT {start}(max(ts)) + INTERVAL 1 HOUR FROM {Given})
                AND (region, type, metric, {start}(ts)) IN (SELECT region, type, metric, {start}(ts) FROM {Given})
            GROUP BY region, type, metric, bucket
        ) AS held
        LEFT JOIN
        (
            SELECT region, type, metric, bucket, sum(count) AS count, sum(alarms) AS alarms, sum(total) AS total
            FROM {rollup}
            WHERE (region, type, metric, bucket) IN (SELECT region, type, metric, {start}(ts) FROM {Given})
            GROUP BY region, type, metric, bucket
        ) AS counted USING (region, type, metric, bucket)
        WHERE held.count > counted.count
        """);

    private async Task ClearAsync()
    {
        await ExecuteAsync($"DROP TABLE IF EXISTS {Given} SYNC");
        await ExecuteAsync($"DROP TABLE IF EXISTS {Missing} SYNC");
    }

    private async Task<long> CountAsync(string sql) =>
        (await clickHouse.QueryAsync(new(sql), row => (long)row.ReadUInt64(), CancellationToken.None))[0];

    private Task ExecuteAsync(string sql) => clickHouse.ExecuteAsync(new(sql), CancellationToken.None);
}

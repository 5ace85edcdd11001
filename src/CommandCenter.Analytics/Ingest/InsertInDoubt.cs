using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.Analytics.Ingest;

/// <summary>
/// An insert of readings that may have been made before counts once: in the table and in all that is counted from it. The token
/// alone does not see to that on one server. ClickHouse notes a token before it keeps the rows and does not force the note to disk:
/// killed between the two it takes the repeated rows for known and holds none; after a power cut it may hold them and not know the
/// token. So the rows are laid beside the table and compared. A cluster keeps tokens and parts together in its keeper: nothing is
/// compared there.
/// </summary>
/// <param name="mayInsert">False once another node inserts: what was begun is left to it.</param>
internal sealed class InsertInDoubt(IClickHouse clickHouse, Func<bool> mayInsert)
{
    private const int AccessDenied = 497;
    private static readonly TimeSpan MaxStatement = TimeSpan.FromMinutes(5);
    private const string Given = "readings_in_doubt_";
    private const string Lacking = "readings_missing_";

    /// <summary>What tells one reading from any other, in the order of the table's key.</summary>
    private const string Key = "region, metric, device, ts";

    /// <summary>Rows beside the table.</summary>
    /// <param name="Mark">Ends the names of the two tables that hold the rows given and those that the table lacks.</param>
    /// <param name="IsSettled">No earlier insert of them is still at work; it is not known to a user who may not see what runs.</param>
    private sealed record Comparison(string Mark, long Rows, long Missing, bool IsSettled);

    /// <param name="again">It may be there already, whole, in part, or as a token only.</param>
    /// <exception cref="ClickHouseException">It is still not known whether the rows are there; the same call may be made again.</exception>
    public async Task InsertAsync(ReadOnlyMemory<byte> rows, string token, bool again)
    {
        if (rows.IsEmpty) return;
        var compared = again ? await CompareAsync(rows) : null;
        // What is there in part is mended: under a token that was forgotten it would all be taken again.
        if (compared is not { IsSettled: true } || compared.Missing == compared.Rows)
        {
            if (!mayInsert()) throw LeftToAnother();
            var sentOnce = await clickHouse.InsertAsync(ReadingRow.Into, rows, token, CancellationToken.None);
            if (compared is not null || !sentOnce) compared = await CompareAsync(rows);
        }

        if (compared is not null) await MendAsync(compared);
    }

    /// <summary>Brings what is counted from those of the rows that the table holds into line. The others are left alone.</summary>
    /// <exception cref="ClickHouseException">It may not be; the same call may be made again.</exception>
    public async Task MendHeldAsync(ReadOnlyMemory<byte> rows)
    {
        if (await CompareAsync(rows) is not { } compared) return;
        if (compared.IsSettled) await MendCountsAsync(Given + compared.Mark);
        await ClearAsync();
    }

    /// <exception cref="ClickHouseException">An earlier insert has not ended yet.</exception>
    public Task SettleAsync() => IsSettledAsync();

    /// <summary>Null on a cluster, and for a user without the rights.</summary>
    private async Task<Comparison?> CompareAsync(ReadOnlyMemory<byte> rows)
    {
        try
        {
            if (await CountAsync("SELECT count() FROM system.tables WHERE database = currentDatabase() AND name = 'readings' AND engine = 'MergeTree'") == 0) return null;
            var isSettled = await IsSettledAsync();
            await ClearAsync();
            var mark = Guid.NewGuid().ToString("N");
            await ExecuteAsync($"CREATE TABLE {Given}{mark} AS readings");
            await clickHouse.InsertAsync(ReadingRow.Into.Replace("readings", Given + mark), rows, null, CancellationToken.None);
            await ExecuteAsync($"CREATE TABLE {Lacking}{mark} AS readings");
            await ExecuteAsync($"""
                INSERT INTO {Lacking}{mark} SETTINGS {Once}
                SELECT * FROM {Given}{mark}
                WHERE ({Key}) NOT IN
                (
                    SELECT {Key}
                    FROM readings
                    WHERE ({Key}) IN (SELECT {Key} FROM {Given}{mark})
                        AND ts BETWEEN (SELECT min(ts) FROM {Given}{mark}) AND (SELECT max(ts) FROM {Given}{mark})
                )
                """);
            // One that had not begun when it was asked for may have come in between.
            return new(mark, await CountAsync($"SELECT count() FROM {Given}{mark}"), await CountAsync($"SELECT count() FROM {Lacking}{mark}"), isSettled && await IsSettledAsync());
        }
        catch (ClickHouseException refused) when (refused.Code == AccessDenied)
        {
            return null;
        }
    }

    /// <summary>False when the user may not see what runs. An earlier insert or mending, which came over HTTP, is ended, and this one
    /// tried again later: what it brings must be seen.</summary>
    private async Task<bool> IsSettledAsync()
    {
        const string earlier = """
            interface = 2 AND current_database = currentDatabase() AND query_id != queryID()
                AND match(query, '^(INSERT INTO (readings( \\(|_in_doubt_|_missing_)|(region|device|doubtful)_1[mhd] )|ALTER TABLE readings ATTACH )')
            """;
        try
        {
            if (await CountAsync($"SELECT count() FROM system.processes WHERE {earlier}") == 0) return true;
        }
        catch (ClickHouseException refused) when (refused.Code == AccessDenied)
        {
            return false;
        }

        await ExecuteAsync($"KILL QUERY WHERE {earlier} ASYNC");
        throw new ClickHouseException(0, "An earlier insert of the same readings has not ended yet.");
    }

    /// <summary>Brings in what the table and what is counted from it lack. Nothing is counted by the views here: what they did the
    /// first time is not known.</summary>
    private async Task MendAsync(Comparison compared)
    {
        if (compared.Missing > 0)
        {
            var months = await clickHouse.QueryAsync(new($"SELECT DISTINCT _partition_id FROM {Lacking}{compared.Mark}"), row => row.ReadString(), CancellationToken.None);
            foreach (var month in months) await ExecuteAsync($"ALTER TABLE readings ATTACH PARTITION ID '{month}' FROM {Lacking}{compared.Mark}");
        }

        await MendCountsAsync(Given + compared.Mark);
        await ClearAsync();
    }

    private async Task MendCountsAsync(string given)
    {
        foreach (var rollup in Rollup.All) await MendRollupAsync(rollup, given);
        var held = $"FROM readings WHERE ({Key}) IN (SELECT {Key} FROM {given}) AND ts BETWEEN (SELECT min(ts) FROM {given}) AND (SELECT max(ts) FROM {given})";
        await ExecuteAsync($"INSERT INTO latest (device, metric, newest, good) SETTINGS {Once} SELECT device, metric, max((ts, value)), maxIf((ts, value), quality = 0) {held} GROUP BY device, metric");
        await ExecuteAsync($"""
            INSERT INTO reading_ids SETTINGS {Once}
            SELECT device, ts, id
            {held} AND id != '' AND (device, ts, id) NOT IN (SELECT device, ts, id FROM reading_ids WHERE ts IN (SELECT ts FROM {given}))
            """);
    }

    /// <summary>Adds to the buckets of the given rows what they lack of the readings; sums are added, least and most may repeat.</summary>
    private Task MendRollupAsync(Rollup rollup, string given)
    {
        var start = rollup.Start;
        return ExecuteAsync($"""
            INSERT INTO {rollup.Table} ({rollup.Keys}, bucket, count, alarms, total, least, most) SETTINGS {Once}, join_use_nulls = 0
            SELECT {rollup.Keys}, bucket, held.count - counted.count, held.alarms - counted.alarms, held.total - counted.total, held.least, held.most
            FROM
            (
                SELECT {rollup.Keys}, {start("ts")} AS bucket, count() AS count, countIf(severity BETWEEN 1 AND 15) AS alarms, sum(value) AS total, min(value) AS least, max(value) AS most
                FROM readings
                WHERE ({rollup.Narrow}) IN (SELECT {rollup.Narrow} FROM {given})
                    AND ts >= (SELECT {start("min(ts)")} FROM {given})
                    AND ts < (SELECT {start("max(ts)")} + INTERVAL 1 DAY FROM {given})
                    AND ({rollup.Keys}, {start("ts")}) IN (SELECT {rollup.Keys}, {start("ts")} FROM {given}){rollup.Only}
                GROUP BY {rollup.Keys}, bucket
            ) AS held
            LEFT JOIN
            (
                SELECT {rollup.Keys}, bucket, sum(count) AS count, sum(alarms) AS alarms, sum(total) AS total
                FROM {rollup.Table}
                WHERE ({rollup.Keys}, bucket) IN (SELECT {rollup.Keys}, {start("ts")} FROM {given})
                GROUP BY {rollup.Keys}, bucket
            ) AS counted USING ({rollup.Keys}, bucket)
            WHERE held.count > counted.count
            """);
    }

    /// <summary>For a statement that must not be taken for one before it: another may have had the same rows.</summary>
    private static string Once => string.Join(", ", InsertOnce.Settings(null).Select(setting => $"{setting.Key} = '{setting.Value}'"));

    /// <summary>Also what a try that was cut short, here or on another node, left behind.</summary>
    private async Task ClearAsync()
    {
        var left = await clickHouse.QueryAsync(
            new($"SELECT name FROM system.tables WHERE database = currentDatabase() AND (startsWith(name, '{Given}') OR startsWith(name, '{Lacking}'))"), row => row.ReadString(), CancellationToken.None);
        foreach (var table in left) await ExecuteAsync($"DROP TABLE IF EXISTS {table} SYNC");
    }

    private Task<long> CountAsync(string sql) => ToldApartAsync(async () =>
        (await clickHouse.QueryAsync(new(sql), row => (long)row.ReadUInt64(), CancellationToken.None))[0]);

    private Task ExecuteAsync(string sql) => ToldApartAsync(async () =>
    {
        if (!mayInsert()) throw LeftToAnother();
        using var limit = new CancellationTokenSource(MaxStatement);
        try
        {
            await clickHouse.ExecuteAsync(new(sql), limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new ClickHouseException(0, $"ClickHouse did not end within {MaxStatement.TotalMinutes:0} minutes what brings an insert into line.");
        }

        return true;
    });

    private static ClickHouseException LeftToAnother() => new(0, "Another node inserts now; what was begun here is left to it.");

    /// <summary>A failure of the table, or of what was here before, is none of the rows that are given: only an insert may refuse those.</summary>
    private static async Task<T> ToldApartAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ClickHouseException failure) when (failure.Code is not (0 or AccessDenied))
        {
            throw new ClickHouseException(0, failure.Message);
        }
    }
}

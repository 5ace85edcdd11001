using System.Diagnostics;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Benchmarks.Tiles;
using CommandCenter.Store.Tests.Host;
using Npgsql;
using NpgsqlTypes;

namespace CommandCenter.Benchmarks.Ingest;

/// <summary>The same rows with nothing in between: no HTTP, no checks, no region, no duplicates found, no rollups. Rows a second.</summary>
internal static class IngestPeers
{
    private const int BatchRows = 50_000;

    public static async Task<double> ClickHouseAsync(string folder, IngestLoad load, IReadOnlyList<IngestLoad.Row> rows)
    {
        using var clickHouse = new EmbeddedClickHouse(new() { Path = folder });
        await clickHouse.ExecuteAsync(new("""
            CREATE TABLE raw (region UInt64, department LowCardinality(String), type LowCardinality(String), metric LowCardinality(String),
                device String, ts DateTime64(3, 'UTC') CODEC(DoubleDelta, LZ4), value Float64, severity UInt8, id String)
            ENGINE = MergeTree PARTITION BY toYYYYMM(ts) ORDER BY (region, metric, device, ts)
            """), CancellationToken.None);
        var batches = rows.Chunk(BatchRows).Select(load.RowBinary).ToList();
        var watch = Stopwatch.StartNew();
        foreach (var batch in batches)
            await clickHouse.InsertAsync("raw (region, department, type, metric, device, ts, value, severity, id)", batch, token: null, CancellationToken.None);
        return rows.Count / watch.Elapsed.TotalSeconds;
    }

    /// <summary>A table parted by day, with the one index that finds a series of a device; one transaction a batch, two at once.</summary>
    public static async Task<double> PostgresAsync(IngestLoad load, IReadOnlyList<IngestLoad.Row> rows)
    {
        await using PrivatePostgres postgres = await TunedPostgres.StartAsync();
        await using (var server = new NpgsqlConnection(postgres.ConnectionString))
        {
            await server.OpenAsync();
            await using var make = new NpgsqlCommand(
                """
                CREATE TABLE raw (region bigint, department text, type text, metric text, device text, ts timestamptz, value double precision, severity smallint, id text) PARTITION BY RANGE (ts);
                CREATE INDEX ON raw (device, metric, ts)
                """, server);
            await make.ExecuteNonQueryAsync();
            foreach (var day in rows.Select(row => DateTimeOffset.FromUnixTimeMilliseconds(row.Ts).UtcDateTime.Date).Distinct())
            {
                await using var part = new NpgsqlCommand($"CREATE TABLE raw_{day:yyyyMMdd} PARTITION OF raw FOR VALUES FROM ('{day:yyyy-MM-dd} 00:00+00') TO ('{day.AddDays(1):yyyy-MM-dd} 00:00+00')", server);
                await part.ExecuteNonQueryAsync();
            }
        }

        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(rows.Chunk(BatchRows), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (batch, cancel) =>
        {
            await using var connection = new NpgsqlConnection(postgres.ConnectionString);
            await connection.OpenAsync(cancel);
            await using var copy = await connection.BeginBinaryImportAsync("COPY raw FROM STDIN (FORMAT BINARY)", cancel);
            foreach (var row in batch)
            {
                var (type, department, metric) = IngestLoad.Kind(row);
                await copy.StartRowAsync(cancel);
                await copy.WriteAsync(load.Region(row.Device), cancel);
                await copy.WriteAsync(department, cancel);
                await copy.WriteAsync(type, cancel);
                await copy.WriteAsync(metric, cancel);
                await copy.WriteAsync(IngestLoad.Id(row.Device), cancel);
                await copy.WriteAsync(DateTimeOffset.FromUnixTimeMilliseconds(row.Ts), NpgsqlDbType.TimestampTz, cancel);
                await copy.WriteAsync(row.Value, cancel);
                await copy.WriteAsync((short)0, cancel);
                await copy.WriteAsync("", cancel);
            }

            await copy.CompleteAsync(cancel);
        });
        return rows.Count / watch.Elapsed.TotalSeconds;
    }
}

using System.Diagnostics;
using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Tests.Host;
using Npgsql;

namespace CommandCenter.Benchmarks;

/// <summary>How many points a second get their county and town on one core, beside PostGIS on the same boundaries and points.</summary>
internal static class LocateBench
{
    private const int Points = 1_000_000;
    private const int PeerPoints = 50_000;
    private const int Rounds = 3;

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] args)
    {
        var atlas = RegionFolder.Read(Path.Combine("gis-data", "jiangmen"));
        var points = RandomPoints(atlas, Points);
        var (ours, answers) = Locate(atlas.Locator, points);

        await using var postgres = await PrivatePostgres.StartAsync();
        var (theirs, disagreements) = await LocateInPostgisAsync(postgres.ConnectionString, atlas, points[..PeerPoints], answers);
        return
        [
            new("town of a point, 73 towns", "one core", "points/s", ours, theirs, "PostGIS, GiST index, one connection"),
            new("the same, promised", "one core", "points/s", ours, 1_000_000, "the limit we promise"),
            new("points answered differently", $"of {PeerPoints}", "points + 1", disagreements + 1, 1, "PostGIS", LowerIsBetter: true),
        ];
    }

    private static LonLat[] RandomPoints(RegionAtlas atlas, int count)
    {
        var extent = atlas.Boundary(atlas.Tree.Roots[0].Code)!.Area.EnvelopeInternal;
        var random = new Random(20261122);
        return [.. Enumerable.Range(0, count).Select(_ => new LonLat(
            extent.MinX + random.NextDouble() * extent.Width, extent.MinY + random.NextDouble() * extent.Height))];
    }

    private static (double PerSecond, RegionCode[] Answers) Locate(RegionLocator locator, LonLat[] points)
    {
        var answers = new RegionCode[points.Length];
        var best = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < points.Length; i++) answers[i] = locator.Locate(points[i]).Town;
            best = Math.Max(best, points.Length / watch.Elapsed.TotalSeconds);
        }
        return (best, answers);
    }

    private static async Task<(double PerSecond, int Disagreements)> LocateInPostgisAsync(
        string connection, RegionAtlas atlas, LonLat[] points, RegionCode[] answers)
    {
        await using var database = await NpgsqlDataSource.Create(connection).OpenConnectionAsync();
        await RunAsync(database, "CREATE EXTENSION postgis; CREATE TABLE towns (code bigint, area geometry); CREATE TABLE points (id int, at geometry); CREATE TABLE raw_points (id int, lon float8, lat float8)");
        foreach (var town in atlas.Boundaries.Where(boundary => atlas.Tree.Find(boundary.Code)!.Level is RegionLevel.Town))
        {
            await using var insert = new NpgsqlCommand("INSERT INTO towns VALUES ($1, ST_GeomFromWKB($2))", database)
            {
                Parameters = { new() { Value = town.Code.Number }, new() { Value = town.Area.AsBinary() } },
            };
            await insert.ExecuteNonQueryAsync();
        }
        await using (var copy = await database.BeginBinaryImportAsync("COPY raw_points FROM STDIN (FORMAT BINARY)"))
        {
            for (var i = 0; i < points.Length; i++) await copy.WriteRowAsync(CancellationToken.None, i, points[i].Lon, points[i].Lat);
            await copy.CompleteAsync();
        }
        await RunAsync(database, "INSERT INTO points SELECT id, ST_MakePoint(lon, lat) FROM raw_points; CREATE INDEX ON towns USING gist (area); ANALYZE; SET max_parallel_workers_per_gather = 0");

        const string question = "SELECT p.id, min(t.code) FROM points p LEFT JOIN towns t ON ST_Intersects(t.area, p.at) GROUP BY p.id";
        var (best, disagreements) = (0.0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            disagreements = 0;
            var watch = Stopwatch.StartNew();
            await using var command = new NpgsqlCommand(question, database);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                if (answers[reader.GetInt32(0)].Number != (await reader.IsDBNullAsync(1) ? 0 : reader.GetInt64(1))) disagreements++;
            best = Math.Max(best, points.Length / watch.Elapsed.TotalSeconds);
        }
        return (best, disagreements);
    }

    private static async Task RunAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await command.ExecuteNonQueryAsync();
    }
}

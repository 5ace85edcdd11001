using CommandCenter.Analytics.Spatial;
using CommandCenter.Benchmarks.Tiles;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Tests.Host;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Npgsql;

namespace CommandCenter.Benchmarks.Spatial;

/// <summary>The peer: the same objects and towns with GiST indexes, on the ellipsoid (geography) where metres are asked, in degrees where
/// an area is.</summary>
internal sealed class PostgisSpatial(NpgsqlConnection database) : IAsyncDisposable
{
    private const string Near = """
        SELECT id, metres FROM (
            (SELECT id, ST_Distance(earth, $1::geography) AS metres FROM objects ORDER BY earth <-> $1::geography LIMIT 10)
            UNION ALL
            (SELECT id, ST_Distance(earth, $1::geography) AS metres FROM buildings ORDER BY earth <-> $1::geography LIMIT 10)
        ) AS near ORDER BY metres LIMIT 10
        """;

    private const string Round = """
        SELECT (SELECT count(*) FROM objects WHERE ST_DWithin(earth, $1::geography, $2)) + (SELECT count(*) FROM buildings WHERE ST_DWithin(earth, $1::geography, $2))
        """;

    private const string Hit = """
        SELECT (SELECT count(*) FROM (SELECT class, count(*) FROM objects WHERE ST_Intersects(shape, $1) GROUP BY class) AS hit)
            + (SELECT count(*) FROM (SELECT class, count(*) FROM buildings WHERE ST_Intersects(shape, $1) GROUP BY class) AS hit)
            + (SELECT count(*) FROM (SELECT code, ST_Area(ST_Intersection(shape, $1)) / ST_Area(shape) FROM towns WHERE ST_Intersects(shape, $1)) AS hit)
        """;

    public static async Task<PostgisSpatial> LoadAsync(PrivatePostgres postgres, SpatialCity city, RegionAtlas atlas)
    {
        var database = new NpgsqlConnection(await postgres.NewDatabaseAsync() + ";Pooling=false;Command Timeout=1800");
        await database.OpenAsync();
        var peer = new PostgisSpatial(database);
        await peer.RunAsync("CREATE EXTENSION postgis; SET jit = off; SET work_mem = '512MB'");
        foreach (var (table, rows) in new[] { ("objects", city.Objects), ("buildings", city.Buildings) })
        {
            await peer.LoadAsync(table, "id bigint, class text", rows.Select(row => (row.Id, row.Class, row.Geometry)));
            await peer.RunAsync($"ALTER TABLE {table} ADD earth geography; UPDATE {table} SET earth = shape::geography; CREATE INDEX ON {table} USING gist (earth)");
            await peer.RunAsync($"VACUUM FULL ANALYZE {table}");
        }
        await peer.LoadAsync("towns", "id bigint, code text", atlas.Boundaries
            .Where(boundary => atlas.Tree.Find(boundary.Code)?.Level is RegionLevel.Town).Select(boundary => (boundary.Code.Number, boundary.Code.ToString(), boundary.Area)));
        return peer;
    }

    public Task<long> NearestAsync(Point at) => AskAsync(Near, at, null);

    public Task<long> WithinAsync(Point at, double metres) => AskAsync(Round, at, metres);

    public Task<long> ImpactAsync(Geometry area) => AskAsync(Hit, area, null);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task<long> AskAsync(string sql, Geometry geometry, double? metres)
    {
        await using var command = new NpgsqlCommand(sql.Replace("$1", "ST_GeomFromWKB($1, 4326)"), database) { Parameters = { new() { Value = geometry.AsBinary() } } };
        if (metres is not null) command.Parameters.Add(new() { Value = metres });
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task LoadAsync(string table, string columns, IEnumerable<(long Id, string Text, Geometry Shape)> rows)
    {
        await RunAsync($"CREATE UNLOGGED TABLE {table} ({columns}, wkb bytea)");
        await using (var copy = await database.BeginBinaryImportAsync($"COPY {table} FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var (id, text, shape) in rows) await copy.WriteRowAsync(CancellationToken.None, id, text, new WKBWriter().Write(shape));
            await copy.CompleteAsync();
        }
        await RunAsync($"""
            ALTER TABLE {table} ADD shape geometry(Geometry, 4326);
            UPDATE {table} SET shape = ST_SetSRID(ST_GeomFromWKB(wkb), 4326);
            ALTER TABLE {table} DROP wkb;
            CREATE INDEX ON {table} USING gist (shape)
            """);
        await RunAsync($"VACUUM FULL ANALYZE {table}");
    }

    private async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await command.ExecuteNonQueryAsync();
    }
}

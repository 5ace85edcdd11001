using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Store.Tests.Host;
using Npgsql;

namespace CommandCenter.Benchmarks.Tiles;

/// <summary>
/// The peer: the same points in web mercator with a GiST index, loaded in the order of their places, and <c>ST_AsMVT</c>. It is told in
/// advance whether a tile has points or clusters, so it never counts first; its clusters hold what ours hold.
/// </summary>
internal sealed class PostgisTiles(NpgsqlConnection database) : IAsyncDisposable
{
    private const string Points = """
        SELECT ST_AsMVT(t, 'places', 4096, 'geom', 'id')
        FROM (
            SELECT id, class, severity, CASE WHEN $1 >= 12 THEN label END AS label, ST_AsMVTGeom(at, ST_TileEnvelope($1, $2, $3), 4096, 0, true) AS geom
            FROM places
            WHERE at && ST_TileEnvelope($1, $2, $3) AND region >= $4 AND region < $5
        ) AS t
        """;

    private const string Clusters = """
        SELECT ST_AsMVT(t, 'places', 4096, 'geom', 'id')
        FROM (
            SELECT min(id) AS id, sum(number)::bigint AS count, max(worst) AS severity, jsonb_object_agg(class, number)::text AS classes,
                   ST_AsMVTGeom(ST_SetSRID(ST_MakePoint(sum(x) / sum(number), sum(y) / sum(number)), 3857), ST_TileEnvelope($1, $2, $3), 4096, 0, true) AS geom
            FROM (
                SELECT min(id) AS id, class, count(*) AS number, sum(ST_X(at)) AS x, sum(ST_Y(at)) AS y, max(severity) AS worst,
                       floor((ST_X(at) - ST_XMin(ST_TileEnvelope($1, $2, $3))) / $6) AS col, floor((ST_Y(at) - ST_YMin(ST_TileEnvelope($1, $2, $3))) / $6) AS line
                FROM places
                WHERE at && ST_TileEnvelope($1, $2, $3) AND region >= $4 AND region < $5
                GROUP BY col, line, class
            ) AS cells
            GROUP BY col, line
        ) AS t
        """;

    private const double WorldMetres = 40_075_016.68557849;

    public static async Task<PostgisTiles> LoadAsync(PrivatePostgres postgres, TownPoints points)
    {
        var database = new NpgsqlConnection(await postgres.NewDatabaseAsync() + ";Pooling=false;Command Timeout=1800");
        await database.OpenAsync();
        var tiles = new PostgisTiles(database);
        await tiles.RunAsync("""
            CREATE EXTENSION postgis;
            CREATE UNLOGGED TABLE raw (id bigint, region bigint, lon float8, lat float8, class text, severity smallint, label text)
            """);
        await using (var copy = await database.BeginBinaryImportAsync("COPY raw FROM STDIN (FORMAT BINARY)"))
        {
            for (var i = 0; i < points.Count; i++)
            {
                var (id, region, lon, lat, kind, severity, label) = points[i];
                await copy.WriteRowAsync(CancellationToken.None, id, region, lon, lat, kind, (short)severity, label);
            }
            await copy.CompleteAsync();
        }
        await tiles.RunAsync("""
            CREATE UNLOGGED TABLE places AS
            SELECT id, region, class, severity, label, ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857)::geometry(Point, 3857) AS at FROM raw;
            DROP TABLE raw;
            SET maintenance_work_mem = '1GB';
            CREATE INDEX ON places USING gist (at)
            """);
        await tiles.RunAsync("VACUUM ANALYZE places");
        await tiles.RunAsync("SET work_mem = '512MB'; SET jit = off");
        return tiles;
    }

    /// <param name="areClusters">Which of the two questions.</param>
    public async Task<int> TileAsync(RegionScope scope, TileId tile, bool areClusters)
    {
        await using var command = new NpgsqlCommand(areClusters ? Clusters : Points, database)
        {
            Parameters = { new() { Value = tile.Zoom }, new() { Value = tile.X }, new() { Value = tile.Y }, new() { Value = scope.From }, new() { Value = scope.To } },
        };
        if (areClusters) command.Parameters.Add(new() { Value = WorldMetres / (1L << tile.Zoom) / 16 });
        return ((byte[])(await command.ExecuteScalarAsync())!).Length;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await command.ExecuteNonQueryAsync();
    }
}

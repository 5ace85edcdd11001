using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Benchmarks.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using CommandCenter.EndToEnd.Host;
using NetTopologySuite.Geometries;

namespace CommandCenter.Benchmarks.Spatial;

/// <summary>How long do spatial questions take over 50,000 buildings, 70,000 objects and the towns, beside PostGIS on the same data? Each
/// is asked of both in turn. The impact is also asked of the running product over HTTP, from an account with the whole city.</summary>
internal static class SpatialBench
{
    private const int Rounds = 100;
    private const int Warm = 10;
    private const double Reach = 5_000; // metres: a circle of 10 km across
    private static readonly RegionScope City = RegionScope.Of(RegionCode.Parse("440700000000"));

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] args)
    {
        var gisData = Path.Combine(ServerProcess.Repository, "gis-data", "jiangmen");
        var atlas = RegionFolder.Read(gisData);
        var city = new SpatialCity(atlas);
        var objects = FeatureSet.Of(new("objects", 1), GeometryKind.Point, city.Objects);
        var buildings = FeatureSet.Of(new("buildings", 1), GeometryKind.Polygon, city.Buildings);
        await using var postgres = await TunedPostgres.StartAsync();
        await using var postgis = await PostgisSpatial.LoadAsync(postgres, city, atlas);
        var product = await ProductAsync(gisData, city);
        try
        {
            var (near, nearPeer, round, roundPeer, hit, hitPeer, http) = (new Times(), new Times(), new Times(), new Times(), new Times(), new Times(), new Times());
            var (random, differ) = (new Random(7), 0);
            for (var i = -Warm; i < Rounds; i++)
            {
                var at = new Point(113.03 + 0.14 * random.NextDouble(), 22.55 + 0.08 * random.NextDouble()) { SRID = 4490 };
                var circle = Geodesic.Buffer(at, Reach);
                Time(near, i, () => objects.Nearest(City, new(at.X, at.Y), 10).Concat(buildings.Nearest(City, new(at.X, at.Y), 10)).OrderBy(one => one.Metres).Take(10).Count());
                await TimeAsync(nearPeer, i, () => postgis.NearestAsync(at));
                var ours = Time(round, i, () =>
                {
                    var area = new AskedArea(Geodesic.Buffer(at, Reach));
                    return objects.Within(City, area).Count + buildings.Within(City, area).Count;
                });
                var theirs = await TimeAsync(roundPeer, i, () => postgis.WithinAsync(at, Reach));
                if (Math.Abs(ours - theirs) > 0.001 * theirs) differ++;
                Time(hit, i, () =>
                {
                    var area = new AskedArea(circle);
                    return objects.Within(City, area).CountBy(objects.Class).Count() + buildings.Within(City, area).CountBy(buildings.Class).Count() + RegionShare.Of(atlas, City, area).Count;
                });
                await TimeAsync(hitPeer, i, () => postgis.ImpactAsync(circle));
                await TimeAsync(http, i, () => product.ImpactAsync(circle));
            }
            if (differ > 0) Console.WriteLine($"{differ} of {Rounds + Warm} circles differ by more than 0.1 % in what they hold");
            return
            [
                .. Rows("nearest 10", near, nearPeer, "PostGIS geography <->"), .. Rows("within 5 km, counted", round, roundPeer, "PostGIS ST_DWithin geography"),
                .. Rows("impact of 10 km", hit, hitPeer, "PostGIS ST_Intersects, ST_Intersection"), .. Rows("impact of 10 km over HTTP", http, hitPeer, "PostGIS over its socket"),
                new("impact of 10 km over HTTP", "p95 against the aim", "ms", http.Quantile(0.95), 200, "the aim: 200 ms", LowerIsBetter: true),
            ];
        }
        finally
        {
            await product.DisposeAsync();
        }
    }

    private static IEnumerable<BenchRow> Rows(string what, Times ours, Times theirs, string peer) =>
    [
        new(what, "p50", "ms", ours.Quantile(0.5), theirs.Quantile(0.5), peer, LowerIsBetter: true), new(what, "p95", "ms", ours.Quantile(0.95), theirs.Quantile(0.95), peer, LowerIsBetter: true),
    ];

    private static long Time(Times times, int round, Func<long> ask)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = ask();
        if (round >= 0) times.Milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return answer;
    }

    private static async Task<long> TimeAsync(Times times, int round, Func<Task<long>> ask)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await ask();
        if (round >= 0) times.Milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return answer;
    }

    private static async Task<Product> ProductAsync(string gisData, SpatialCity city)
    {
        var folder = Directory.CreateTempSubdirectory("command-center-bench-").FullName;
        await ServerProcess.RunVerbAsync(folder, "import", "regions", gisData);
        await ServerProcess.RunVerbAsync(folder, "import", "indicators", gisData);
        var accounts = Path.Combine(folder, "demo-accounts.json");
        await ServerProcess.RunVerbAsync(folder, "create-accounts", "--file", Path.Combine(ServerProcess.Repository, "demo", "accounts.json"), "--out", accounts);
        var server = await ServerProcess.StartAsync(folder);
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = server.Address };
        using var entries = JsonDocument.Parse(await File.ReadAllBytesAsync(accounts));
        var staff = entries.RootElement.EnumerateArray().First(entry => entry.TryGetProperty("user", out var user) && user.GetString() == "staff");
        (await http.PostAsJsonAsync("/api/v1/session", new { user = "staff", password = staff.GetProperty("password").GetString() })).EnsureSuccessStatusCode();
        foreach (var (id, kind, rows) in new[] { ("objects", "point", city.Objects), ("buildings", "polygon", city.Buildings) })
        {
            (await http.PostAsJsonAsync("/api/v1/layers", new
            {
                id, title = id, theme = "base", department = "基准", kind, fields = new[] { new { name = "kind", title = "类别" } }, lead = new { @class = "kind" },
            })).EnsureSuccessStatusCode();
            var file = new StringBuilder("""{"type":"FeatureCollection","features":[""");
            foreach (var row in rows)
                file.Append(row == rows[0] ? "" : ",").Append($$"""{"type":"Feature","properties":{"kind":"{{row.Class}}"},"geometry":""").Append(Json(row.Geometry)).Append('}');
            (await http.PostAsync($"/api/v1/layers/{id}/import?name={id}.geojson", new StringContent(file.Append("]}").ToString()))).EnsureSuccessStatusCode();
        }
        return new(folder, server, http);
    }

    private static string Json(Geometry geometry)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes)) GeoJsonWriter.Write(json, geometry);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>The running product with both layers.</summary>
    private sealed class Product(string folder, ServerProcess server, HttpClient http) : IAsyncDisposable
    {
        public async Task<long> ImpactAsync(Geometry area)
        {
            using var answer = await http.PostAsync("/api/v1/spatial/impact", new StringContent($$"""{"geometry":{{Json(area)}}}""", Encoding.UTF8, "application/json"));
            answer.EnsureSuccessStatusCode();
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("layers").GetArrayLength();
        }

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await server.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}

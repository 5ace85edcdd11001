using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using CommandCenter.EndToEnd.Host;

namespace CommandCenter.Benchmarks.Map;

/// <summary>Two layers as a city has them: a very large one of points, and many objects of many classes of which some warn.</summary>
internal static class BenchLayers
{
    public const string Large = "bench-large";
    public const string Objects = "bench-objects";
    private const int Classes = 71;
    private static readonly (double Lon, double Lat)[] Centres = [(113.08, 22.58), (113.03, 22.45), (112.79, 22.25), (112.69, 22.38), (112.96, 22.77), (112.31, 22.18)];

    public static async Task MakeAsync(RunningCity city, int large, int objects)
    {
        var (http, cookies) = await city.SignInAsync("staff");
        http.Dispose();
        using var staff = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = city.Address, Timeout = TimeSpan.FromMinutes(15) };
        await MakeAsync(staff, Large, "百万点", new { label = "name" }, Points(large, (random, i) => $$"""{"name":"{{i}}"}"""));
        await MakeAsync(staff, Objects, "七万对象", new { label = "name", @class = "kind", severity = "level" }, Points(objects, (random, i) =>
            $$"""{"name":"对象 {{i}}","kind":"第 {{i % Classes}} 类","level":{{(random.Next(500) == 0 ? random.Next(1, 5) : 0)}}}"""));
    }

    private static async Task MakeAsync(HttpClient staff, string id, string title, object lead, IEnumerable<string> features)
    {
        using var made = await staff.PostAsJsonAsync("/api/v1/layers", new { id, title, theme = "sensing", kind = "point", department = "试验", lead, illustrative = true });
        made.EnsureSuccessStatusCode();
        using var taken = await staff.PostAsync($"/api/v1/layers/{id}/import?name=bench.geojson&skip=true", new GeoJson(features));
        if (!taken.IsSuccessStatusCode) throw new InvalidOperationException(await taken.Content.ReadAsStringAsync());
    }

    /// <summary>Most of them around the six centres, as people live; the same every time.</summary>
    private static IEnumerable<string> Points(int many, Func<Random, int, string> properties)
    {
        var random = new Random(4);
        double Spread() => (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * .12;
        for (var i = 0; i < many; i++)
        {
            var (lon, lat) = Centres[random.Next(Centres.Length)];
            yield return string.Create(CultureInfo.InvariantCulture,
                $$"""{"type":"Feature","geometry":{"type":"Point","coordinates":[{{lon + Spread():0.000000}},{{lat + Spread():0.000000}}]},"properties":{{properties(random, i)}}}""");
        }
    }

    /// <summary>A FeatureCollection that is written while it is sent.</summary>
    private sealed class GeoJson(IEnumerable<string> features) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var text = new StreamWriter(stream, leaveOpen: true);
            await text.WriteAsync("""{"type":"FeatureCollection","features":[""");
            var first = true;
            foreach (var feature in features)
            {
                if (!first) await text.WriteAsync(',');
                await text.WriteAsync(feature);
                first = false;
            }
            await text.WriteAsync("]}");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

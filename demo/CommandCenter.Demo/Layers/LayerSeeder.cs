using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CommandCenter.Demo.Layers;

/// <summary>Brings the demo layers into the running product as its staff would: makes each in the catalogue and imports a file. What is
/// there already stays.</summary>
internal sealed class LayerSeeder(Uri url, string user, string password)
{
    public async Task RunAsync(IEnumerable<DemoLayer> layers, CancellationToken cancel)
    {
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = url, Timeout = TimeSpan.FromMinutes(20) };
        (await http.PostAsJsonAsync("/api/v1/session", new { user, password }, cancel)).EnsureSuccessStatusCode();
        var there = (await http.GetFromJsonAsync<JsonElement>("/api/v1/layers", cancel)).EnumerateArray()
            .ToDictionary(layer => layer.GetProperty("id").GetString()!, layer => layer.GetProperty("version").GetInt32());
        foreach (var layer in layers)
        {
            if (there.TryGetValue(layer.Id, out var version) && version > 0) continue;
            if (!there.ContainsKey(layer.Id)) await SayAsync(layer, await http.PostAsJsonAsync("/api/v1/layers", layer.Wish, cancel), cancel);
            await SayAsync(layer, await http.PostAsync($"/api/v1/layers/{layer.Id}/import?name={layer.Id}.geojson", new FeatureFile(layer.Features()), cancel), cancel);
        }
    }

    private static async Task SayAsync(DemoLayer layer, HttpResponseMessage answer, CancellationToken cancel)
    {
        using (answer)
            if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{layer.Id}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancel)}");
    }

    /// <summary>A FeatureCollection that is written while it is sent.</summary>
    private sealed class FeatureFile(IEnumerable<string> features) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var text = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
            await text.WriteAsync("""{"type":"FeatureCollection","features":[""");
            var isFirst = true;
            foreach (var feature in features)
            {
                await text.WriteAsync(isFirst ? "\n" : ",\n");
                await text.WriteAsync(feature);
                isFirst = false;
            }
            await text.WriteAsync("\n]}\n");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

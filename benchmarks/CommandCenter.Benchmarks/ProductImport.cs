using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.EndToEnd.Host;

namespace CommandCenter.Benchmarks;

/// <summary>A file brought into the running product over HTTP, ClickHouse in its process.</summary>
/// <param name="Preview">Seconds.</param>
/// <param name="Import">Seconds, until the new version is shown.</param>
/// <param name="Before">Megabytes resident before the first byte.</param>
/// <param name="PeakResident">Megabytes, mapped files of the program and of ClickHouse with them.</param>
/// <param name="PeakAnonymous">Megabytes that no file backs, sampled twenty times a second.</param>
internal sealed record ProductImport(double Preview, double Import, double Before, double PeakResident, double PeakAnonymous)
{
    public static async Task<ProductImport> MeasureAsync(string folder, string file, int features)
    {
        Directory.CreateDirectory(folder);
        await ServerProcess.RunVerbAsync(folder, "import", "regions", Path.Combine(ServerProcess.Repository, "gis-data", "jiangmen"));
        var accounts = Path.Combine(folder, "demo-accounts.json");
        await ServerProcess.RunVerbAsync(folder, "create-accounts", "--file", Path.Combine(ServerProcess.Repository, "demo", "accounts.json"), "--out", accounts);
        await using var server = await ServerProcess.StartAsync(folder);
        using var http = await SignInAsync(server.Address, accounts);
        using var made = await http.PostAsJsonAsync("/api/v1/layers", new
        {
            id = "buildings", title = "建筑", theme = "housing", department = "住房和城乡建设局", kind = "polygon", lead = new { label = "名称", height = "高度" },
        });
        made.EnsureSuccessStatusCode();
        var before = Megabytes(server.ProcessId, "VmRSS:");
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync(server.ProcessId, stop.Token);
        var preview = await SendAsync(http, file, "preview=true", features);
        var import = await SendAsync(http, file, "name=buildings.geojson", features);
        await stop.CancelAsync();
        var result = new ProductImport(preview, import, before, Megabytes(server.ProcessId, "VmHWM:"), await watching);
        await server.StopAsync();
        return result;
    }

    private static async Task<HttpClient> SignInAsync(Uri address, string accounts)
    {
        using var entries = JsonDocument.Parse(await File.ReadAllBytesAsync(accounts));
        var staff = entries.RootElement.EnumerateArray().First(entry => entry.TryGetProperty("user", out var user) && user.GetString() == "staff");
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(15) };
        (await http.PostAsJsonAsync("/api/v1/session", new { user = "staff", password = staff.GetProperty("password").GetString() })).EnsureSuccessStatusCode();
        return http;
    }

    private static async Task<double> SendAsync(HttpClient http, string file, string query, int features)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await http.PostAsync($"/api/v1/layers/buildings/import?{query}", new StreamContent(File.OpenRead(file)));
        var report = await answer.Content.ReadFromJsonAsync<JsonElement>();
        if (!answer.IsSuccessStatusCode || report.GetProperty("rows").GetInt32() != features) throw new InvalidOperationException($"{answer.StatusCode} {report}");
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> WatchAsync(int process, CancellationToken stop)
    {
        var peak = 0.0;
        while (!stop.IsCancellationRequested)
        {
            peak = Math.Max(peak, Megabytes(process, "RssAnon:"));
            await Task.Delay(50, CancellationToken.None);
        }
        return peak;
    }

    private static double Megabytes(int process, string name) => double.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) * 1024 / 1e6;
}

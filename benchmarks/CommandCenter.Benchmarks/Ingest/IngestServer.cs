using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Benchmarks.Live;
using CommandCenter.EndToEnd.Host;
using CommandCenter.Web.Tests.Live;

namespace CommandCenter.Benchmarks.Ingest;

/// <summary>The product as a process of its own with the city in it, a gateway that posts and an administrator who looks at its state.</summary>
internal sealed class IngestServer : IAsyncDisposable
{
    private const string City = "440700000000";
    private readonly ServerProcess _server;
    private readonly HttpClient _gateway;
    private readonly HttpClient _admin;
    private readonly HttpClient _staff;
    private readonly CookieContainer _leader = new();
    private readonly List<HubScreen> _screens = [];

    private IngestServer(ServerProcess server, HttpClient gateway, HttpClient admin, HttpClient staff) => (_server, _gateway, _admin, _staff) = (server, gateway, admin, staff);

    public static async Task<IngestServer> StartAsync(string folder)
    {
        var gisData = Path.Combine(ServerProcess.Repository, "gis-data", "jiangmen");
        await ServerProcess.RunVerbAsync(folder, "import", "regions", gisData);
        await ServerProcess.RunVerbAsync(folder, "import", "metrics", Path.Combine(gisData, "metrics.csv"));
        var file = Path.Combine(folder, "demo-accounts.json");
        await ServerProcess.RunVerbAsync(folder, "create-accounts", "--file", Path.Combine(ServerProcess.Repository, "demo", "accounts.json"), "--out", file);
        using var accounts = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
        var entries = accounts.RootElement.EnumerateArray().ToList();
        var server = await ServerProcess.StartAsync(folder);
        var gateway = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
        gateway.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer",
            entries.First(entry => entry.TryGetProperty("token", out _)).GetProperty("token").GetString());
        var started = new IngestServer(
            server, gateway, await SignInAsync(server.Address, entries, "admin", new()), await SignInAsync(server.Address, entries, "staff", new()));
        (await SignInAsync(server.Address, entries, "leader", started._leader)).Dispose();
        return started;
    }

    public async Task RegisterAsync(IngestLoad load)
    {
        foreach (var part in load.DeviceLines().Chunk(5_000))
            (await _gateway.PostAsync("/api/v1/devices", new StringContent(string.Concat(part)))).EnsureSuccessStatusCode();
    }

    public async Task OpenScreensAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var screen = await HubScreen.ConnectAsync(_server.Address, ("Cookie", _leader.GetCookieHeader(_server.Address)));
            await screen.SubscribeAsync($"sensing:{City}");
            _screens.Add(screen);
        }
    }

    public Task<LightScreen> OpenLightScreenAsync() => LightScreen.OpenAsync(_server.Address, $"sensing:{City}", _leader.GetCookieHeader(_server.Address));

    /// <summary>Puts the demo's rules of alarms into force: each reading is looked at.</summary>
    public async Task KeepRulesAsync()
    {
        using var rules = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(ServerProcess.Repository, "demo", "alarm-rules.json")));
        foreach (var rule in rules.RootElement.EnumerateArray())
            (await _staff.PutAsJsonAsync($"/api/v1/alarm-rules/{rule.GetProperty("id").GetString()}", rule)).EnsureSuccessStatusCode();
    }

    /// <summary>A water level four minutes ahead, which the clock of a device may be: nothing else is newer.</summary>
    public async Task PostProbeAsync(string value)
    {
        var ts = TimeProvider.System.GetUtcNow().AddMinutes(4).ToUnixTimeMilliseconds();
        using var answer = await _gateway.PostAsync("/api/v1/telemetry", new StringContent($$"""{"device":"{{IngestLoad.Id(0)}}","metric":"water_level","ts":{{ts}},"value":{{value}}}"""));
        if (answer.StatusCode is not HttpStatusCode.Accepted) throw new InvalidOperationException($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Posts and returns how many were new; throws when any was refused.</summary>
    public async Task<int> PostAsync(byte[] body, CancellationToken cancel)
    {
        using var answer = await _gateway.PostAsync("/api/v1/telemetry", new ByteArrayContent(body), cancel);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(cancel);
        var (accepted, duplicates) = answer.StatusCode is HttpStatusCode.Accepted ? (said.GetProperty("accepted").GetInt32(), said.GetProperty("duplicates").GetInt32()) : default;
        return accepted + duplicates == IngestLoad.ReadingsPerRequest ? accepted : throw new InvalidOperationException($"{answer.StatusCode} {said}");
    }

    /// <summary>How long until nothing acknowledged waits for ClickHouse any more.</summary>
    public async Task<TimeSpan> LagAsync()
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            var status = await _admin.GetFromJsonAsync<JsonElement>("/api/v1/status");
            if (status.GetProperty("spool").GetProperty("waiting").GetInt64() == 0) return watch.Elapsed;
        }
    }

    /// <summary>Questions that the server has asked ClickHouse since its start. This asks one.</summary>
    public async Task<long> QuestionsAsync() => (await _admin.GetFromJsonAsync<JsonElement>("/api/v1/status")).GetProperty("questions").GetInt64();

    /// <summary>Seconds of a core that the server has used.</summary>
    public double CpuSeconds()
    {
        var fields = File.ReadAllText($"/proc/{_server.ProcessId}/stat").Split(") ")[1].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / 100;
    }

    public async Task StopAsync()
    {
        foreach (var screen in _screens) await screen.DisposeAsync();
        await _server.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _gateway.Dispose();
        _admin.Dispose();
        _staff.Dispose();
        await _server.DisposeAsync();
    }

    private static async Task<HttpClient> SignInAsync(Uri address, List<JsonElement> accounts, string user, CookieContainer cookies)
    {
        var account = accounts.First(entry => entry.TryGetProperty("user", out var name) && name.GetString() == user);
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = address };
        (await http.PostAsJsonAsync("/api/v1/session", new { user, password = account.GetProperty("password").GetString() })).EnsureSuccessStatusCode();
        return http;
    }
}

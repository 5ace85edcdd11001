using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.EndToEnd.Host;
using CommandCenter.Tests.Faults;

namespace CommandCenter.EndToEnd.Alarms;

/// <summary>Alarms on the real process: values that flap around their limit, and kills in between.</summary>
[Trait("Category", "Fault")]
public sealed class KilledAlarmsTests : IAsyncLifetime
{
    private const int Devices = 20;
    private static readonly int Rounds = FaultTable.Rounds(4);
    private readonly string _folder = Directory.CreateTempSubdirectory("command-center-alarms-").FullName;
    private readonly Random _random = new(26);
    private DemoFolder _demo = null!;
    private long _ts = TimeProvider.System.GetUtcNow().AddHours(-2).ToUnixTimeMilliseconds();
    private long _acknowledged;

    public async Task InitializeAsync() => _demo = await DemoFolder.CopyToAsync(_folder);

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Of_a_device_that_flaps_through_kills_exactly_one_alarm_is_open()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(_folder);
            using var gateway = Gateway(server);
            if (round == 0) await PrepareAsync(server, gateway);
            var flapping = FlapAsync(gateway);
            await Task.Delay(_random.Next(300, 1_500));
            await server.KillAsync();
            await flapping;
        }

        await using var last = await ServerProcess.StartAsync(_folder);
        using var http = Gateway(last);
        await PostAsync(http, 1.0);
        await PostAsync(http, 5.0);
        var open = await OpenAsync(last, count: Devices);
        var found = open.GroupBy(device => device).Count(device => device.Count() == 1);
        FaultTable.Tell("F26 alarms flap through kill -9, open alarms", Rounds, Devices, found, open.Count - found, Devices - found, null, $"readings={_acknowledged}");
        (open.Count, found).ShouldBe((Devices, Devices));
    }

    private async Task PrepareAsync(ServerProcess server, HttpClient gateway)
    {
        var lines = string.Join('\n', Enumerable.Range(0, Devices).Select(i =>
            $$"""{"device":"FLAP-{{i}}","name":"试验 {{i}}","type":"水位站","department":"水利","lon":113.0815,"lat":22.5787,"illustrative":true}"""));
        (await gateway.PostAsync("/api/v1/devices", new StringContent(lines))).EnsureSuccessStatusCode();
        using var staff = await StaffAsync(server);
        (await staff.PutAsJsonAsync("/api/v1/alarm-rules/flap", new
        {
            name = "试验", region = RunningCity.City, condition = new { kind = "threshold", metric = "water_level", levels = new[] { new { color = "yellow", limit = 3.0 } } },
        })).EnsureSuccessStatusCode();
    }

    /// <summary>Above and below by turns, until the server is gone.</summary>
    private async Task FlapAsync(HttpClient gateway)
    {
        try
        {
            for (var turn = 0; ; turn++) await PostAsync(gateway, turn % 2 == 0 ? 5.0 : 1.0);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            // Killed.
        }
    }

    private async Task PostAsync(HttpClient gateway, double value)
    {
        _ts += 1_000;
        var body = string.Join('\n', Enumerable.Range(0, Devices).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $$"""{"device":"FLAP-{{i}}","metric":"water_level","ts":{{_ts}},"value":{{value}}}""")));
        using var answer = await gateway.PostAsync("/api/v1/telemetry", new StringContent(body));
        answer.EnsureSuccessStatusCode();
        _acknowledged += Devices;
    }

    /// <summary>The devices of the alarms whose condition holds, once there are so many.</summary>
    private async Task<IReadOnlyList<string>> OpenAsync(ServerProcess server, int count)
    {
        using var staff = await StaffAsync(server);
        for (var began = TimeProvider.System.GetTimestamp(); ; await Task.Delay(100))
        {
            var page = await staff.GetFromJsonAsync<JsonElement>("/api/v1/alarms?rule=flap&state=open&limit=500");
            string[] open = [.. page.GetProperty("alarms").EnumerateArray().Where(alarm => alarm.GetProperty("color").GetString() == "yellow").Select(alarm => alarm.GetProperty("device").GetString()!)];
            if (open.Length == count || TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(90)) return open;
        }
    }

    private async Task<HttpClient> StaffAsync(ServerProcess server)
    {
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = server.Address };
        (await http.PostAsJsonAsync("/api/v1/session", new { user = "staff", password = _demo.Passwords["staff"] })).EnsureSuccessStatusCode();
        return http;
    }

    private HttpClient Gateway(ServerProcess server)
    {
        var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _demo.Token);
        return http;
    }
}

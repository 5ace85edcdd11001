using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Web.Tests.Host;

namespace CommandCenter.EndToEnd.Host;

/// <summary>
/// The demo city, whole: a data folder filled by the product's own verbs, a server process, accounts of every role, devices
/// that were registered and have spoken through the public interface. One for each collection of tests.
/// </summary>
public sealed partial class RunningCity
{
    public const string City = "440700000000";
    public const string Taishan = "440781000000";
    public const string Device = "E2E-1";

    private DemoFolder _demo = null!;
    private ServerProcess _server = null!;

    /// <summary>Only in development the styleguide is there, to be photographed and to be broken.</summary>
    public string Environment { get; init; } = "Development";

    /// <summary>Configuration that every start gets, as environment variables.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { get; set; } = [];

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("command-center-e2e-").FullName;

    public Uri Address => _server.Address;

    public string Token => _demo.Token;

    /// <summary>Stands for 天地图.</summary>
    internal MapService Maps { get; private set; } = null!;

    /// <summary>An HTTP client that sends with the ingest token.</summary>
    public HttpClient Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Maps = await MapService.StartAsync();
        Settings = [.. Settings, ("COMMANDCENTER_TIANDITU", Maps.Address.ToString()), ("COMMANDCENTER_TIANDITU_KEY", MapService.Key)];
        _demo = await DemoFolder.CopyToAsync(DataFolder);
        await StartServerAsync(port: 0);
        await FillAsync();
    }

    /// <summary>The server as it runs now; another one after each restart.</summary>
    public ServerProcess Server => _server;

    /// <summary>Kills the server without a word and starts it again at the same address, with these settings.</summary>
    public async Task KillAndRestartAsync(params (string Key, string Value)[] settings)
    {
        await _server.KillAsync();
        await StartAgainAsync(settings);
    }

    /// <summary>Starts the server again at the same address after it was killed or stopped.</summary>
    public async Task StartAgainAsync(params (string Key, string Value)[] settings)
    {
        await _server.DisposeAsync();
        await StartServerAsync(Address.Port, settings);
    }

    /// <summary>Starts the server again when an earlier test left it ended, or hanging, which is told.</summary>
    public async Task StandAsync()
    {
        if (_server.IsRunning && await _server.AnswersAsync()) return;
        if (_server.IsRunning) await Console.Error.WriteLineAsync($"A test found a server that does not answer. {_server.Tell()}");
        await StartAgainAsync();
    }

    public string PasswordOf(string user) => _demo.Passwords[user];

    /// <summary>A client that has signed in over HTTP; its cookies are in the handler's container.</summary>
    public async Task<(HttpClient Http, CookieContainer Cookies)> SignInAsync(string user)
    {
        var cookies = new CookieContainer();
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = Address };
        try
        {
            (await http.PostAsJsonAsync("/api/v1/session", new { user, password = PasswordOf(user) })).EnsureSuccessStatusCode();
        }
        catch (TaskCanceledException)
        {
            throw new TimeoutException($"{user} could not sign in. {_server.Tell()}");
        }

        return (http, cookies);
    }

    /// <summary>Posts readings of the device made for these tests; throws unless they were acknowledged.</summary>
    public async Task<JsonElement> PostAsync(params (string Device, string Metric, DateTimeOffset At, double Value)[] readings)
    {
        var body = string.Concat(readings.Select(reading =>
            JsonSerializer.Serialize(new { device = reading.Device, metric = reading.Metric, ts = reading.At.ToUnixTimeMilliseconds(), value = reading.Value }) + "\n"));
        using var answer = await Gateway.PostAsync("/api/v1/telemetry", new StringContent(body));
        if (answer.StatusCode != HttpStatusCode.Accepted) throw new InvalidOperationException($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task DisposeAsync()
    {
        Gateway?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        if (Maps is not null) await Maps.DisposeAsync();
        Directory.Delete(DataFolder, recursive: true);
    }

    private async Task StartServerAsync(int port, params (string Key, string Value)[] settings)
    {
        _server = await ServerProcess.StartAsync(DataFolder, port, Environment,
            Settings.Concat(settings).ToDictionary(setting => setting.Key, setting => setting.Value));
        Gateway?.Dispose();
        Gateway = new HttpClient { BaseAddress = Address };
        Gateway.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <summary>A rule that finds the leaning pole, and one that finds nothing.</summary>
    private async Task KeepRuleAsync()
    {
        var (staff, _) = await SignInAsync("staff");
        using var _staff = staff;
        foreach (var (id, name, metric, limit) in new[] { ("pole-tilt", "灯杆倾斜", "tilt", 5.0), ("river-level", "河道水位超限", "water_level", 12.0) })
            (await staff.PutAsJsonAsync($"/api/v1/alarm-rules/{id}", new
            {
                name, region = City, escalateMinutes = 30, advice = "派城管到场围蔽，联系权属单位扶正。",
                condition = new { kind = "threshold", metric, levels = new[] { new { color = "orange", limit } } },
            })).EnsureSuccessStatusCode();
    }

    /// <summary>A handful of devices in two counties; one of them is over its threshold, so that an alarm can be seen.</summary>
    private async Task FillAsync()
    {
        (string Id, string Name, string Type, string Department, double Lon, double Lat)[] devices =
        [
            (Device, "北街水位站", "水位站", "水利", 113.0815, 22.5787),
            ("E2E-2", "台城雨量站", "雨量站", "水利", 112.7937, 22.2519),
            ("E2E-3", "迎宾路车流检测器", "车流检测器", "交通", 113.0764, 22.5900),
            ("E2E-4", "白沙智慧多功能杆", "智慧多功能杆", "城管", 113.0700, 22.5750),
            ("E2E-5", "潮连空气微站", "空气微站", "环境", 113.1100, 22.6330),
        ];
        var lines = string.Concat(devices.Select(device => JsonSerializer.Serialize(new
        {
            device = device.Id, name = device.Name, type = device.Type, department = device.Department,
            lon = device.Lon, lat = device.Lat, illustrative = true,
        }) + "\n"));
        using var answer = await Gateway.PostAsync("/api/v1/devices", new StringContent(lines));
        var said = await answer.Content.ReadAsStringAsync();
        if (!said.Contains($"\"accepted\":{devices.Length}")) throw new InvalidOperationException($"{answer.StatusCode} {said}");

        await KeepRuleAsync();
        var now = TimeProvider.System.GetUtcNow();
        for (var minute = 30; minute >= 0; minute--)
        {
            var at = now.AddMinutes(-minute);
            await PostAsync(
                (Device, "water_level", at, 2.0 + minute % 5 * 0.1),
                ("E2E-2", "rainfall_1h", at, 4.5),
                ("E2E-3", "traffic_flow", at, 18 + minute % 7),
                ("E2E-4", "tilt", at, 5.6),
                ("E2E-5", "pm25", at, 21));
        }
    }
}

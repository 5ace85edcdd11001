using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Alarms;

/// <summary>A rule and devices of its own in the running program, so that tests do not see each other's alarms.</summary>
internal sealed class AlarmCity
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly CommandCenterApp _app;
    private readonly Dictionary<string, long> _clock = [];
    private string _token = "";

    private AlarmCity(CommandCenterApp app) => _app = app;

    public string Mark { get; } = $"{Guid.NewGuid():N}"[..12];

    public string Metric => $"alarm_{Mark}";

    public string Rule => $"rule-{Mark}";

    public static async Task<AlarmCity> BuildAsync(CommandCenterApp app)
    {
        var city = new AlarmCity(app) { _token = await app.MakeTokenAsync() };
        var register = app.Services.GetRequiredService<DeviceRegister>();
        register.UseMetrics([.. register.Metrics, new(city.Metric, "试验水位", "米", -5, 60, [])]);
        return city;
    }

    public string Device(string number, string region = "440781110000")
    {
        var id = $"AL-{Mark}-{number}";
        _app.Services.GetRequiredService<DeviceRegister>().Register([new(id, $"告警试验站 {number}", "水位站", "水利", new(112.79, 22.25), RegionCode.Parse(region), IsIllustrative: false)]);
        return id;
    }

    public object RuleJson(int forSeconds = 0, int restSeconds = 0, int escalateMinutes = 0, bool on = true, string region = CommandCenterApp.City) => new
    {
        name = "试验水位超限", region, type = "水位站", forSeconds, restSeconds, escalateMinutes, on, advice = "到现场核实",
        condition = new { kind = "threshold", metric = Metric, hysteresis = 0.1, levels = new[] { new { color = "yellow", limit = 3.0 }, new { color = "red", limit = 5.0 } } },
    };

    public async Task KeepRuleAsync(object? rule = null)
    {
        using var staff = await _app.SignInAs("staff");
        var answer = await staff.PutAsJsonAsync($"/api/v1/alarm-rules/{Rule}", rule ?? RuleJson());
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        var engine = _app.Services.GetRequiredService<Analytics.Alarms.AlarmEngine>();
        await WaitAsync(() => Task.FromResult(engine.Knows(Rule)), "the rule is looked at");
    }

    /// <summary>Posts readings of a device, a second apart, and waits until they are taken.</summary>
    public async Task PostAsync(string device, params double[] values)
    {
        using var gateway = new HttpClient { BaseAddress = _app.Address };
        gateway.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        if (!_clock.TryGetValue(device, out var ts)) ts = TimeProvider.System.GetUtcNow().AddMinutes(-10).ToUnixTimeMilliseconds();
        var lines = values.Select(value => JsonSerializer.Serialize(new { device, metric = Metric, ts = ts += 1_000, value }));
        var answer = await gateway.PostAsync("/api/v1/telemetry", new StringContent(string.Join('\n', lines)));
        _clock[device] = ts;
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accepted").GetInt32().ShouldBe(values.Length);
    }

    /// <summary>The alarms of this city in a state, once there are so many of which a condition is true.</summary>
    public async Task<IReadOnlyList<JsonElement>> AlarmsAsync(string user, int count, Func<JsonElement, bool>? which = null, string state = "all")
    {
        using var browser = await _app.SignInAs(user);
        IReadOnlyList<JsonElement> found = [];
        await WaitAsync(async () =>
        {
            var page = await browser.GetFromJsonAsync<JsonElement>($"/api/v1/alarms?rule={Rule}&state={state}");
            found = [.. page.GetProperty("alarms").EnumerateArray().Where(alarm => which?.Invoke(alarm) ?? true)];
            return found.Count == count;
        }, () => string.Create(CultureInfo.InvariantCulture, $"{count} alarms; there are {found.Count}: {string.Join(' ', found)}"));
        return found;
    }

    public static Task WaitAsync(Func<Task<bool>> until, string what) => WaitAsync(until, () => what);

    public static async Task WaitAsync(Func<Task<bool>> until, Func<string> what)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !await until(); await Task.Delay(50))
            if (TimeProvider.System.GetElapsedTime(began) > Patience) throw new TimeoutException(what());
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Web.Features.Sensing;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Sensing;

/// <summary>A few devices at known places that sent a known number of readings in the last full hour.</summary>
[Collection(RunningApp.Name)]
public sealed class NetRoutesTests : IAsyncLifetime
{
    private const string Metric = "net_test";

    /// <summary>Metres along a meridian.</summary>
    private const double Degree = 111_195;

    /// <summary>Out at sea, where no other test puts a device.</summary>
    private const double Lon = 112.79, Lat = 21.4;

    private readonly CommandCenterApp _app;
    private readonly string _mark = $"{Guid.NewGuid():N}"[..8];
    private readonly DateTimeOffset _hour;

    public NetRoutesTests(CommandCenterApp app)
    {
        _app = app;
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        _hour = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerHour), TimeSpan.Zero).AddHours(-1);
    }

    private string Type => $"网试验{_mark}";

    private DeviceRegister Register => _app.Services.GetRequiredService<DeviceRegister>();

    public async Task InitializeAsync()
    {
        Register.UseMetrics([.. Register.Metrics.Where(metric => metric.Key != Metric), new(Metric, "试验", "米", -5, 60, [])]);
        await _app.Services.GetRequiredService<DeviceRoster>().UseTypesAsync(
            [new(Type, "试验组", TimeSpan.FromHours(3), TimeSpan.FromMinutes(10), TimeSpan.FromDays(365), [new(Metric, LargestStep: 1)], [])], default);
        Register.Register(
        [
            Of("A", 0), Of("B", 300), Of("C", 900) with { Card = DeviceCard.Empty with { PlayUrl = "https://video.example.cn/c.m3u8" } },
            Of("D", 1_500), Of("E", 100) with { IsDisabled = true }, Of("T", 700, CommandCenterApp.OtherTown), Of("N", 2_000) with { RegisteredAt = _hour.AddMinutes(40) },
        ]);
        // A: six of six. B: three of six, one of them a spike. T: one of six. N: two of the two since it was registered. C and D never sent any.
        await PostAsync(
            [.. Enumerable.Range(0, 6).Select(i => ("A", i * 10, 2.0)), ("B", 0, 2.0), ("B", 10, 40.0), ("B", 20, 2.0), ("T", 5, 2.0), ("N", 45, 2.0), ("N", 55, 2.0)]);
    }

    public Task DisposeAsync()
    {
        Register.Register([.. "ABCDETN".Select(name => Register.Find(Id($"{name}"))!).Select(device => device with { IsDisabled = true, Type = "停用的试验", Position = new(100, 10) })]);
        return _app.Services.GetRequiredService<DeviceRoster>().UseTypesAsync([], default);
    }

    [Fact]
    public async Task Counts_devices_and_what_came_of_what_was_expected_and_how_much_of_it_is_doubtful()
    {
        var (net, row) = await OverviewAsync("leader", CommandCenterApp.City);
        net.GetProperty("hour").GetDateTimeOffset().ShouldBe(_hour);
        Numbers(row, "total", "online", "waiting", "disabled").ShouldBe([6, 4, 2, 1]);
        // Six each of A, B and T, two of N: of a device nothing is expected before it was registered.
        Numbers(row, "expected", "received", "doubtful").ShouldBe([20, 12, 1]);
        row.GetProperty("onlineRate").GetDouble().ShouldBe(66.7);
        row.GetProperty("dataRate").GetDouble().ShouldBe(60);
        row.GetProperty("goodRate").GetDouble().ShouldBe(91.7);

        var whole = net.GetProperty("whole");
        net.GetProperty("types").EnumerateArray().Sum(one => one.GetProperty("total").GetInt32()).ShouldBe(whole.GetProperty("total").GetInt32());
        net.GetProperty("departments").EnumerateArray().Sum(one => one.GetProperty("total").GetInt32()).ShouldBe(whole.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_county_is_told_of_its_own_devices_alone()
    {
        var (_, row) = await OverviewAsync("leader", "440781000000");
        Numbers(row, "total", "expected", "received", "doubtful").ShouldBe([5, 14, 11, 1]);
    }

    [Fact]
    public async Task A_town_account_is_told_of_its_own_devices_alone()
    {
        using var town = await _app.SignInAs("town");
        var net = await town.GetFromJsonAsync<JsonElement>("/api/v1/sensing/overview");
        Numbers(Row(net), "total", "received").ShouldBe([5, 11]);
        foreach (var foreign in new[] { CommandCenterApp.City, CommandCenterApp.OtherTown })
            await RefusedAsync(town, $"/api/v1/sensing/overview?region={foreign}", HttpStatusCode.NotFound, "region_not_found");
        await RefusedAsync(town, $"/api/v1/devices/{Id("T")}/around", HttpStatusCode.NotFound, "device_not_found");
        await RefusedAsync(town, $"/api/v1/devices/{Id("T")}/quality", HttpStatusCode.NotFound, "device_not_found");
        Ids(await town.GetFromJsonAsync<JsonElement>(At("sensing/around", $"lon={Lon}&lat={Lat}&count=50")), "devices").ShouldNotContain(Id("T"));
        Ids(await town.GetFromJsonAsync<JsonElement>($"/api/v1/devices/{Id("A")}/around?count=50"), "devices").ShouldNotContain(Id("T"));
    }

    [Fact]
    public async Task Around_a_point_the_nearest_come_first_with_their_distance_and_cameras_apart()
    {
        using var leader = await _app.SignInAs("leader");
        var around = await leader.GetFromJsonAsync<JsonElement>(At("sensing/around", $"lon={Lon}&lat={Lat}&count=4"));
        Ids(around, "devices").ShouldBe([Id("A"), Id("E"), Id("B"), Id("T")]);
        around.GetProperty("devices").EnumerateArray().Select(near => near.GetProperty("metres").GetInt32()).ShouldBe([0, 100, 300, 700]);
        Ids(around, "cameras")[0].ShouldBe(Id("C"));
        around.GetProperty("devices")[1].GetProperty("state").GetString().ShouldBe("disabled");
        around.GetProperty("devices")[0].GetProperty("value").GetString().ShouldBe("试验 2 米");
    }

    [Fact]
    public async Task Around_a_device_it_is_not_its_own_neighbour()
    {
        using var leader = await _app.SignInAs("leader");
        var around = await leader.GetFromJsonAsync<JsonElement>($"/api/v1/devices/{Id("B")}/around?count=2");
        Ids(around, "devices").ShouldBe([Id("E"), Id("A")], ignoreOrder: true);
        around.GetProperty("devices").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task The_quality_of_a_device_tells_what_was_doubtful_in_a_day()
    {
        using var leader = await _app.SignInAs("leader");
        var quality = await leader.GetFromJsonAsync<JsonElement>($"/api/v1/devices/{Id("B")}/quality");
        var row = quality.GetProperty("metrics").EnumerateArray().Single();
        Numbers(row, "readings", "steps", "unchanged").ShouldBe([3, 1, 0]);
        var certificate = await leader.GetFromJsonAsync<JsonElement>("/api/v1/devices/completeness");
        certificate.GetProperty("rows").EnumerateArray().Single(one => one.GetProperty("type").GetString() == Type).GetProperty("doubtful").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("sensing/overview?region=4407", HttpStatusCode.BadRequest, "invalid_region_code")]
    [InlineData("sensing/overview?region=999999000000", HttpStatusCode.NotFound, "region_not_found")]
    [InlineData("sensing/around", HttpStatusCode.BadRequest, "invalid_position")]
    [InlineData("sensing/around?lon=113", HttpStatusCode.BadRequest, "invalid_position")]
    [InlineData("sensing/around?lon=181&lat=22", HttpStatusCode.BadRequest, "invalid_position")]
    [InlineData("sensing/around?lon=113&lat=22&count=0", HttpStatusCode.BadRequest, "invalid_count")]
    [InlineData("sensing/around?lon=113&lat=22&count=51", HttpStatusCode.BadRequest, "invalid_count")]
    [InlineData("devices/nowhere/around", HttpStatusCode.NotFound, "device_not_found")]
    [InlineData("devices/nowhere/quality", HttpStatusCode.NotFound, "device_not_found")]
    public async Task What_makes_no_sense_is_refused_with_its_code(string address, HttpStatusCode status, string code)
    {
        using var leader = await _app.SignInAs("leader");
        await RefusedAsync(leader, $"/api/v1/{address}", status, code);
    }

    private static async Task RefusedAsync(HttpClient http, string address, HttpStatusCode status, string code)
    {
        using var answer = await http.GetAsync(address);
        await answer.ShouldBeProblem(status, code);
    }

    private async Task<(JsonElement Net, JsonElement Row)> OverviewAsync(string user, string region)
    {
        using var http = await _app.SignInAs(user);
        var net = await http.GetFromJsonAsync<JsonElement>($"/api/v1/sensing/overview?region={region}");
        return (net, Row(net));
    }

    private JsonElement Row(JsonElement net) => net.GetProperty("types").EnumerateArray().Single(row => row.GetProperty("key").GetString() == Type);

    private static string At(string path, FormattableString query) => $"/api/v1/{path}?{query.ToString(CultureInfo.InvariantCulture)}";

    private static long[] Numbers(JsonElement row, params string[] names) => [.. names.Select(name => row.GetProperty(name).GetInt64())];

    private static string[] Ids(JsonElement around, string part) => [.. around.GetProperty(part).EnumerateArray().Select(near => near.GetProperty("id").GetString()!)];

    private string Id(string name) => $"NET-{_mark}-{name}";

    private Device Of(string name, double metresNorth, string region = CommandCenterApp.Town) =>
        new(Id(name), $"试验 {name}", Type, "水利", new(Lon, Lat + (metresNorth / Degree)), RegionCode.Parse(region), IsIllustrative: false);

    private async Task PostAsync(params IReadOnlyList<(string Device, int Minute, double Value)> readings)
    {
        using var http = _app.Browser();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await _app.MakeTokenAsync());
        var lines = readings.Select(one => JsonSerializer.Serialize(new { device = Id(one.Device), metric = Metric, ts = _hour.AddMinutes(one.Minute).ToUnixTimeMilliseconds(), value = one.Value }));
        using var answer = await http.PostAsync("/api/v1/telemetry", new StringContent(string.Join('\n', lines)));
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accepted").GetInt32().ShouldBe(readings.Count);
        var intake = _app.Services.GetRequiredService<TelemetryIntake>();
        while (intake.Status.Waiting > 0) await Task.Delay(5);
    }
}

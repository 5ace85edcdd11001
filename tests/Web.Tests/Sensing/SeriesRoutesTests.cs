using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Sensing;

[Collection(RunningApp.Name)]
public sealed class SeriesRoutesTests : IAsyncLifetime
{
    private const string Metric = "series_test";
    private readonly CommandCenterApp _app;
    private readonly string _device = $"SR-{Guid.NewGuid():N}";
    private readonly string _type = $"试验站 {Guid.NewGuid():N}";
    private readonly DateTimeOffset _now;

    public SeriesRoutesTests(CommandCenterApp app)
    {
        _app = app;
        _now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var register = app.Services.GetRequiredService<DeviceRegister>();
        register.UseMetrics([.. register.Metrics.Where(metric => metric.Key != Metric), new(Metric, "试验", "米", -5, 60, [])]);
        register.Register([new(_device, "试验站", _type, "水利", new(113.0815, 22.5787), RegionCode.Parse(CommandCenterApp.OtherTown), IsIllustrative: true)]);
    }

    public async Task InitializeAsync()
    {
        using var http = _app.Browser();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await _app.MakeTokenAsync());
        var lines = Enumerable.Range(0, 10).Select(i => JsonSerializer.Serialize(new { device = _device, metric = Metric, ts = _now.AddMinutes(-i * 60).ToUnixTimeMilliseconds(), value = i }));
        (await http.PostAsync("/api/v1/telemetry", new StringContent(string.Join('\n', lines)))).EnsureSuccessStatusCode();
        var intake = _app.Services.GetRequiredService<TelemetryIntake>();
        while (intake.Status.Waiting > 0) await Task.Delay(5);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_device_and_its_region_are_shown_with_least_mean_most_and_number()
    {
        using var leader = await _app.SignInAs("leader");
        foreach (var (address, step) in new[] { (OfDevice(), 30), (OfRegion(), 60) })
        {
            var series = await leader.GetFromJsonAsync<JsonElement>(address);
            series.GetProperty("unit").GetString().ShouldBe("米");
            series.GetProperty("stepSeconds").GetInt32().ShouldBe(step);
            var points = series.GetProperty("points").EnumerateArray().ToList();
            points.Sum(point => point.GetProperty("count").GetInt64()).ShouldBe(10);
            points.Max(point => point.GetProperty("max").GetDouble()).ShouldBe(9);
            points[0].GetProperty("mean").GetDouble().ShouldBe(9);
            points[0].GetProperty("min").GetDouble().ShouldBe(9);
        }
    }

    [Fact]
    public async Task What_cannot_be_told_of_a_series_is_said_in_Chinese()
    {
        using var leader = await _app.SignInAs("leader");
        foreach (var address in new[] { OfDevice(), OfRegion() })
        {
            var findings = await leader.GetFromJsonAsync<JsonElement>(address.Replace("/series?", "/series/anomalies?"));
            findings.GetProperty("caution").GetString()!.ShouldContain("数据太短");
            findings.GetProperty("outliers").GetArrayLength().ShouldBe(0);
        }
    }

    [Fact]
    public async Task Another_towns_device_and_region_are_not_there()
    {
        using var town = await _app.SignInAs("town");
        await (await town.GetAsync(OfDevice())).ShouldBeProblem(HttpStatusCode.NotFound, "device_not_found");
        await (await town.GetAsync(OfRegion())).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
        await (await town.GetAsync(OfDevice().Replace("/series?", "/series/anomalies?"))).ShouldBeProblem(HttpStatusCode.NotFound, "device_not_found");
        await (await town.GetAsync(OfRegion().Replace("/series?", "/series/anomalies?"))).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
        (await town.GetFromJsonAsync<JsonElement>(OfRegion(region: CommandCenterApp.Town))).GetProperty("points").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("metric=unheard_of&from=2026-01-01&to=2026-01-02", HttpStatusCode.NotFound, "metric_not_found")]
    [InlineData("from=2026-01-01&to=2026-01-02", HttpStatusCode.NotFound, "metric_not_found")]
    [InlineData("metric=series_test&from=2026-01-02&to=2026-01-02", HttpStatusCode.BadRequest, "empty_range")]
    [InlineData("metric=series_test&from=2026-01-03&to=2026-01-02", HttpStatusCode.BadRequest, "empty_range")]
    [InlineData("metric=series_test&from=2001-01-03&to=2026-01-02", HttpStatusCode.BadRequest, "range_too_long")]
    [InlineData("metric=series_test&from=NaN&to=2026-01-02", HttpStatusCode.BadRequest, "invalid_time")]
    [InlineData("metric=series_test&from=1e999&to=2026-01-02", HttpStatusCode.BadRequest, "invalid_time")]
    [InlineData("metric=series_test&from=99999999999999999999&to=2026-01-02", HttpStatusCode.BadRequest, "invalid_time")]
    [InlineData("metric=series_test&from=9999999999999999&to=2026-01-02", HttpStatusCode.BadRequest, "invalid_time")]
    [InlineData("metric=series_test&from=0001-01-01&to=9999-12-31", HttpStatusCode.BadRequest, "invalid_time")]
    [InlineData("metric=series_test", HttpStatusCode.BadRequest, "invalid_time")]
    public async Task What_cannot_be_answered_is_refused(string query, HttpStatusCode status, string code)
    {
        using var leader = await _app.SignInAs("leader");
        await (await leader.GetAsync($"/api/v1/devices/{_device}/series?{query}")).ShouldBeProblem(status, code);
        await (await leader.GetAsync($"/api/v1/sensing/series?region={CommandCenterApp.City}&{query}")).ShouldBeProblem(status, code);
    }

    [Theory]
    [InlineData("region=4407", "invalid_region_code")]
    [InlineData("", "invalid_region_code")]
    [InlineData("region=440700000000&type=", "invalid_type")]
    public async Task A_region_and_a_type_are_wanted_whole(string query, string code)
    {
        using var leader = await _app.SignInAs("leader");
        await (await leader.GetAsync($"/api/v1/sensing/series?{query}&metric={Metric}&from=2026-01-01&to=2026-01-02")).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    private string Range() => $"metric={Metric}&from={_now.AddHours(-11):yyyy-MM-ddTHH:mm:ssZ}&to={_now.AddMinutes(1).ToUnixTimeMilliseconds()}";

    private string OfDevice() => $"/api/v1/devices/{_device}/series?{Range()}";

    private string OfRegion(string region = CommandCenterApp.City) => $"/api/v1/sensing/series?region={region}&type={Uri.EscapeDataString(_type)}&{Range()}";
}

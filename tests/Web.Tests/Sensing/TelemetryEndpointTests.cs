using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Sensing;

[Collection(RunningApp.Name)]
public sealed class TelemetryEndpointTests : IAsyncLifetime
{
    private static readonly Metric _metric = new("telemetry_test", "试验", "米", -5, 60, []);
    private readonly CommandCenterApp _app;
    private readonly string _device = $"TT-{Guid.NewGuid():N}";
    private readonly long _now;
    private string _token = "";

    public TelemetryEndpointTests(CommandCenterApp app)
    {
        _app = app;
        _now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        var register = app.Services.GetRequiredService<DeviceRegister>();
        register.UseMetrics([.. register.Metrics.Where(metric => metric.Key != _metric.Key), _metric]);
        register.Register([new(_device, "试验站", "水位站", "水利", new(113.0815, 22.5787), RegionCode.Parse("440703001000"), IsIllustrative: true)]);
    }

    public async Task InitializeAsync() => _token = await _app.MakeTokenAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Answers_202_with_what_was_new_and_what_was_known()
    {
        var body = string.Join('\n', Enumerable.Range(0, 100).Select(i => Line(i)));
        (await CountsAsync(await PostAsync(body))).ShouldBe((100, 0, 0));
        (await CountsAsync(await PostAsync(body + "\r\n\n" + Line(100)))).ShouldBe((1, 100, 0));
    }

    [Fact]
    public async Task A_reading_it_answered_for_is_in_the_current_state()
    {
        await PostAsync(Line(0, value: "17.5"));
        var state = _app.Services.GetRequiredService<CurrentState>();
        state.Devices(Domain.Access.RegionScope.Of(RegionCode.Parse("440703001000")))
            .Single(device => device.Device.Id == _device).Values.ShouldHaveSingleItem().Value.ShouldBe(17.5);
    }

    [Theory]
    [InlineData("{", "invalid_json")]
    [InlineData("[]", "invalid_json")]
    [InlineData("""{"device":"DEVICE","metric":"telemetry_test","ts":NOW,"value":{}}""", "value_not_a_number")]
    [InlineData("""{"device":"DEVICE","metric":"telemetry_test","ts":NOW,"value":1e999}""", "value_not_a_number")]
    [InlineData("""{"device":"DEVICE","metric":"telemetry_test","ts":NOW,"value":61}""", "value_out_of_range")]
    [InlineData("""{"device":"nobody","metric":"telemetry_test","ts":NOW,"value":1}""", "unknown_device")]
    [InlineData("""{"device":"DEVICE","metric":"unheard_of","ts":NOW,"value":1}""", "unknown_metric")]
    [InlineData("""{"device":"DEVICE","metric":"telemetry_test","ts":0,"value":1}""", "ts_out_of_range")]
    [InlineData("""{"device":"DEVICE","metric":"telemetry_test","ts":1795000000,"value":1}""", "ts_out_of_range")]
    [InlineData("""{"device":"DEVICE","metric":"telemetry_test","ts":100000000000000000,"value":1}""", "ts_out_of_range")]
    [InlineData("""{"device":"DEVICE","metric":"telemetry_test","value":1}""", "missing_field")]
    public async Task A_bad_line_is_named_and_the_good_ones_are_taken(string line, string code)
    {
        line = line.Replace("DEVICE", _device).Replace("NOW", _now.ToString());
        using var answer = JsonDocument.Parse(await (await PostAsync(Line(0) + "\n" + line + "\n" + Line(1))).Content.ReadAsStringAsync());

        answer.RootElement.GetProperty("accepted").GetInt32().ShouldBe(2);
        var rejection = answer.RootElement.GetProperty("rejected")[0];
        rejection.GetProperty("line").GetInt32().ShouldBe(2);
        rejection.GetProperty("code").GetString().ShouldBe(code);
        rejection.GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task A_line_without_end_is_refused_and_the_next_one_taken()
    {
        var body = "{\"device\":\"" + new string('x', 1_000_000) + "\n" + Line(0);
        (await CountsAsync(await PostAsync(body))).ShouldBe((1, 0, 1));
    }

    [Fact]
    public async Task A_device_outside_the_tokens_scope_is_unknown()
    {
        _token = await _app.MakeTokenAsync(CommandCenterApp.Town);
        (await CountsAsync(await PostAsync(Line(0)))).ShouldBe((0, 0, 1));
    }

    [Fact]
    public async Task Without_a_token_nothing_is_taken()
    {
        _token = "wrong";
        (await PostAsync(Line(0))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        _token = await _app.MakeTokenAsync();
        (await CountsAsync(await PostAsync(Line(0)))).ShouldBe((1, 0, 0));
    }

    [Fact]
    public async Task A_packed_body_is_read_and_a_bomb_is_refused()
    {
        (await CountsAsync(await PostAsync(Packed(Encoding.UTF8.GetBytes(Line(0))), "gzip"))).ShouldBe((1, 0, 0));
        (await PostAsync(Packed(new byte[100_000_000]), "gzip")).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await PostAsync(Encoding.UTF8.GetBytes(Line(0)), "gzip")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(Encoding.UTF8.GetBytes(Line(0)), "br")).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    private string Line(int second, string value = "1.5") =>
        $$"""{"device":"{{_device}}","metric":"telemetry_test","ts":{{_now - second * 1000}},"value":{{value}}}""";

    private Task<HttpResponseMessage> PostAsync(string body) => PostAsync(Encoding.UTF8.GetBytes(body), null);

    private async Task<HttpResponseMessage> PostAsync(byte[] body, string? packing)
    {
        using var http = _app.Browser();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        var content = new ByteArrayContent(body);
        if (packing is not null) content.Headers.ContentEncoding.Add(packing);
        return await http.PostAsync("/api/v1/telemetry", content);
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private static async Task<(int Accepted, int Duplicates, int Rejected)> CountsAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var root = json.RootElement;
        return (root.GetProperty("accepted").GetInt32(), root.GetProperty("duplicates").GetInt32(), root.GetProperty("rejected").GetArrayLength());
    }
}

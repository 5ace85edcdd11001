using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Sensing;

/// <summary>Past readings as a file.</summary>
[Collection(RunningApp.Name)]
public sealed class HistoryTests
{
    private const string Route = "/api/v1/telemetry/history";
    private readonly CommandCenterApp _app;
    private readonly string _device = $"HI-{Guid.NewGuid():N}";
    private readonly DateTimeOffset _now;

    public HistoryTests(CommandCenterApp app)
    {
        _app = app;
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        _now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour));
        var register = app.Services.GetRequiredService<DeviceRegister>();
        register.UseMetrics([.. register.Metrics.Where(metric => metric.Key != "history_test"), new("history_test", "试验", "米", -5, 60, [])]);
        register.Register([new(_device, "测试站", _device[..20], "水利", new(113.08, 22.57), RegionCode.Parse(CommandCenterApp.OtherTown), IsIllustrative: false)]);
    }

    private string Row(double daysAgo, string value = "1.5", string? ts = null, string? device = null) =>
        $"{device ?? _device},history_test,{ts ?? _now.AddDays(-daysAgo).ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)},{value}\n";

    private async Task<HttpResponseMessage> PostAsync(byte[] file, string query = "", string scope = CommandCenterApp.City)
    {
        using var http = _app.Browser();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await _app.MakeTokenAsync(scope));
        return await http.PostAsync(Route + query, new ByteArrayContent(file));
    }

    private Task<HttpResponseMessage> PostAsync(string rows, string query = "", string scope = CommandCenterApp.City) =>
        PostAsync(Encoding.UTF8.GetBytes("device,metric,ts,value\n" + rows), query, scope);

    private async Task<(long Count, double Sum)> CountAsync(string table, string count, string sum)
    {
        var intake = _app.Services.GetRequiredService<TelemetryIntake>();
        while (intake.Status.Waiting > 0) await Task.Delay(5);
        return (await _app.Services.GetRequiredService<IClickHouse>().QueryAsync(
            new Sql($"SELECT {count}, {sum} FROM {table} WHERE metric = 'history_test' AND type = {{type:String}}").With("type", _device[..20]),
            row => ((long)row.ReadUInt64(), row.ReadFloat64()), default)).Single();
    }

    [Fact]
    public async Task Years_old_readings_are_looked_at_then_taken_once_into_raw_readings_and_rollups()
    {
        var rows = Row(800, "1") + Row(400, "2") + Row(30, "3") + Row(8, "4", ts: _now.AddDays(-8).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)) + Row(0.5, "5");
        using var looked = await PostAsync(rows, "?preview=true");
        looked.StatusCode.ShouldBe(HttpStatusCode.OK, await looked.Content.ReadAsStringAsync());
        (await looked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("rows").GetInt32().ShouldBe(5);
        (await CountAsync("readings", "count()", "sum(value)")).ShouldBe((0, 0));

        for (var round = 0; round < 3; round++)
        {
            using var taken = await PostAsync(rows);
            taken.StatusCode.ShouldBe(HttpStatusCode.Accepted, await taken.Content.ReadAsStringAsync());
            var answer = await taken.Content.ReadFromJsonAsync<JsonElement>();
            (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("duplicates").GetInt32()).ShouldBe(round == 0 ? (5, 0) : (0, 5));
        }

        (await CountAsync("readings", "count()", "sum(value)")).ShouldBe((5, 15));
        (await CountAsync("region_1m", "sum(count)", "sum(total)")).ShouldBe((5, 15));
        (await CountAsync("region_1h", "sum(count)", "sum(total)")).ShouldBe((5, 15));
        (await CountAsync("device_1d", "sum(count)", "sum(total)")).ShouldBe((5, 15));
    }

    [Fact]
    public async Task A_file_in_GB18030_with_a_column_of_notes_is_read()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = $"device,metric,ts,value,备注\n{_device},history_test,{_now.AddDays(-9):yyyy-MM-ddTHH:mm:ss}Z,2.5,人工观测\n";
        using var taken = await PostAsync(Encoding.GetEncoding("GB18030").GetBytes(text));
        taken.StatusCode.ShouldBe(HttpStatusCode.Accepted, await taken.Content.ReadAsStringAsync());
        (await CountAsync("readings", "count()", "sum(value)")).ShouldBe((1, 2.5));
    }

    [Fact]
    public async Task Bad_rows_are_named_and_refuse_the_file_unless_they_are_to_be_left_out()
    {
        var rows = Row(9) + Row(9, "12亿") + Row(9, "NaN") + Row(9, "61") + Row(9, ts: "2026-11-01T08:00:00") + Row(9, ts: "昨天") + Row(9, device: "nobody") + Row(2000) + Row(-1);
        using var refused = await PostAsync(rows);
        await refused.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "invalid_rows");
        var faults = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("report").GetProperty("faults").EnumerateArray().ToArray();
        faults.Select(fault => fault.GetProperty("line").GetInt32()).ShouldBe([3, 4, 5, 6, 7, 8, 9, 10]);
        faults.Select(fault => fault.GetProperty("code").GetString()).ShouldBe(
        [
            "value_not_a_number", "value_not_a_number", "value_out_of_range", "ts_without_offset", "ts_without_offset", "unknown_device", "ts_out_of_range", "ts_out_of_range",
        ]);
        (await CountAsync("readings", "count()", "sum(value)")).ShouldBe((0, 0));

        using var taken = await PostAsync(rows, "?skip=true");
        (await taken.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accepted").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("", "empty_file")]
    [InlineData("device,ts,value\na,1,2\n", "unreadable_file")]
    [InlineData("device,metric,ts,value\n\"a,b,1,2\n", "unreadable_file")]
    public async Task A_file_that_is_none_is_refused(string text, string code)
    {
        using var answer = await PostAsync(Encoding.UTF8.GetBytes(text));
        await answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "invalid_rows");
        var got = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("report").GetProperty("faults")[0].GetProperty("code").GetString();
        new[] { code, "unreadable_file" }.ShouldContain(got);
    }

    [Fact]
    public async Task Nobody_brings_a_past_without_a_token_or_for_a_device_of_another_town()
    {
        using var staff = await _app.SignInAs("staff");
        (await staff.PostAsync(Route, new StringContent("device,metric,ts,value\n" + Row(9)))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var other = await PostAsync(Row(9), scope: CommandCenterApp.Town);
        (await other.Content.ReadAsStringAsync()).ShouldContain("unknown_device");
        (await CountAsync("readings", "count()", "sum(value)")).ShouldBe((0, 0));
    }
}

using System.Text;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Analytics.Tests.Ingest;

public sealed class TelemetryParserTests
{
    private static readonly long Ts = Sample.Now.ToUnixTimeMilliseconds();

    private static readonly RegionScope City = RegionScope.Of(RegionCode.Parse("440700000000"));

    private static TelemetryParser Parse(string line, string scope = "440700000000")
    {
        var register = Sample.Register(Sample.Device("WL-1"), Sample.Device("设备𠮷"));
        var parser = new TelemetryParser(register, new(RegionScope.Of(RegionCode.Parse(scope))), new(), Sample.Now);
        foreach (var one in line.Split('\n')) parser.Line(Encoding.UTF8.GetBytes(one));
        return parser;
    }

    private static string Line(string device = "\"WL-1\"", string metric = "\"water_level\"", string? ts = null, string value = "2.5", string more = "") =>
        $$"""{"device":{{device}},"metric":{{metric}},"ts":{{ts ?? Ts.ToString()}},"value":{{value}}{{more}}}""";

    [Fact]
    public void Takes_a_good_line()
    {
        var reading = Parse(Line(more: ",\"id\":\"7\",\"quality\":{\"a\":[1]}")).Accepted.ShouldHaveSingleItem();
        reading.Device.Id.ShouldBe("WL-1");
        reading.Metric.Key.ShouldBe("water_level");
        reading.Ts.ShouldBe(Ts);
        reading.Value.ShouldBe(2.5);
        reading.Id.ShouldBe("7");
    }

    [Fact]
    public void Finds_a_device_whose_name_is_escaped_or_rare() =>
        Parse(Line("\"\\u0057L-1\"") + "\n" + Line("\"设备𠮷\"") + "\r").Accepted.Count.ShouldBe(2);

    [Fact]
    public void Passes_over_blank_lines_and_a_byte_order_mark() =>
        Parse("\uFEFF" + Line() + "\n\n  \r\n" + Line(value: "3")).Accepted.Count.ShouldBe(2);

    public static TheoryData<string, string> BadLines => new()
    {
        { "{", "invalid_json" },
        { "[1,2]", "invalid_json" },
        { "null", "invalid_json" },
        { Line() + "{}", "invalid_json" },
        { Line(more: ",\"id\":\"\\ud800\""), "invalid_json" },
        { Line(value: "NaN"), "invalid_json" },
        { Line(more: ",\"x\":[[[[[[[[[[1]]]]]]]]]]"), "invalid_json" },
        { "{}", "missing_field" },
        { Line(device: "null"), "missing_field" },
        { Line(device: "{\"id\":\"WL-1\"}"), "missing_field" },
        { Line(device: "\"WL-2\""), "unknown_device" },
        { Line(device: "\"wl-1\""), "unknown_device" },
        { Line(metric: "\"level\""), "unknown_metric" },
        { Line(value: "1e999"), "value_not_a_number" },
        { Line(value: "-1e999"), "value_not_a_number" },
        { Line(value: "\"2.5\""), "value_not_a_number" },
        { Line(value: "{\"v\":2.5}"), "value_not_a_number" },
        { Line(value: "null"), "value_not_a_number" },
        { Line(value: "60.01"), "value_out_of_range" },
        { Line(value: "-5.01"), "value_out_of_range" },
        { Line(ts: "0"), "ts_out_of_range" },
        { Line(ts: "1795225200"), "ts_out_of_range" },
        { Line(ts: "100000000000000000"), "ts_out_of_range" },
        { Line(ts: "1e17"), "ts_not_milliseconds" },
        { Line(ts: "1.5"), "ts_not_milliseconds" },
        { Line(ts: "\"2026-11-22\""), "ts_not_milliseconds" },
        { Line(ts: (Ts - 7L * 86_400_000 - 1).ToString()), "ts_out_of_range" },
        { Line(ts: (Ts + 300_001).ToString()), "ts_out_of_range" },
        { Line(more: ",\"id\":\"\""), "invalid_id" },
        { Line(more: ",\"id\":7"), "invalid_id" },
        { Line(more: $",\"id\":\"{new string('x', 129)}\""), "invalid_id" },
        { Line(more: $",\"x\":\"{new string('x', 5_000)}\""), "line_too_long" },
    };

    [Theory]
    [MemberData(nameof(BadLines))]
    public void Refuses_a_bad_line_with_its_number_and_code(string line, string code)
    {
        var parser = Parse(Line() + "\n" + line);
        parser.Accepted.Count.ShouldBe(1);
        var refusal = parser.Rejected.ShouldHaveSingleItem();
        refusal.Line.ShouldBe(2);
        refusal.Code.ShouldBe(code);
        refusal.Message.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("\"rainfall_1h\"", "2.5", "metric_not_of_type")]
    [InlineData("\"water_level\"", "20.5", "value_out_of_range")]
    [InlineData("\"water_level\"", "19.5", null)]
    public void Holds_a_reading_against_what_its_device_s_type_says(string metric, string value, string? code)
    {
        var register = Sample.Register(Sample.Device("WL-1"));
        register.UseTypes([Sample.Gauge]);
        var parser = new TelemetryParser(register, new(City), new(), Sample.Now);
        parser.Line(Encoding.UTF8.GetBytes(Line(metric: metric, value: value)));
        parser.Rejected.SingleOrDefault()?.Code.ShouldBe(code);
        parser.Accepted.Count.ShouldBe(code is null ? 1 : 0);
    }

    [Fact]
    public void Takes_nothing_of_a_device_that_is_out_of_use()
    {
        var register = Sample.Register(Sample.Device("WL-1") with { IsDisabled = true });
        var parser = new TelemetryParser(register, new(City), new(), Sample.Now);
        parser.Line(Encoding.UTF8.GetBytes(Line()));
        parser.Rejected.ShouldHaveSingleItem().Code.ShouldBe("device_disabled");
    }

    [Theory]
    [InlineData("WL-1", null, true)]
    [InlineData("WL-2", null, false)]
    [InlineData(null, "雨量站", false)]
    public void A_device_that_is_not_the_token_s_is_unknown_to_it(string? device, string? type, bool isTaken)
    {
        var parser = new TelemetryParser(Sample.Register(Sample.Device("WL-1")), new(City, device, type), new(), Sample.Now);
        parser.Line(Encoding.UTF8.GetBytes(Line()));
        parser.Accepted.Count.ShouldBe(isTaken ? 1 : 0);
        if (!isTaken) parser.Rejected.ShouldHaveSingleItem().Code.ShouldBe("unknown_device");
    }

    [Fact]
    public void Says_when_seconds_were_sent_for_milliseconds() =>
        Parse(Line(ts: "1795225200")).Rejected.ShouldHaveSingleItem().Message.ShouldContain("以秒计");

    [Fact]
    public void A_device_outside_the_token_s_scope_is_as_unknown_as_one_that_does_not_exist() =>
        Parse(Line(), scope: "440781000000").Rejected.ShouldHaveSingleItem().Code.ShouldBe("unknown_device");

    [Fact]
    public void Takes_readings_at_the_very_edges_of_time_and_range() =>
        Parse(Line(ts: (Ts - 7L * 86_400_000).ToString()) + "\n" + Line(ts: (Ts + 300_000).ToString()) + "\n"
            + Line(value: "60") + "\n" + Line(value: "-5")).Accepted.Count.ShouldBe(4);

    [Fact]
    public void Lists_only_so_many_refusals_but_counts_them_all()
    {
        var parser = Parse(string.Join('\n', Enumerable.Repeat("{", 1_500)));
        parser.Rejected.Count.ShouldBe(1_000);
        parser.RejectedCount.ShouldBe(1_500);
    }
}

using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Ingest.Mqtt;

namespace CommandCenter.Analytics.Tests.Ingest.Mqtt;

public sealed class TopicMapTests
{
    private const string Head = "topic,device,metric,value,ts,id,scale\n";
    private static readonly long Came = Sample.Now.ToUnixTimeMilliseconds();

    private static TopicMap Map(string rows)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Head + rows);
            return TopicMap.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_plain_number_under_a_topic_of_device_and_metric_is_a_reading_of_when_it_came() =>
        Map("city/{device}/{metric},,{metric},,,,\n").Translate("city/WL-1/water_level", " 2.5", Sample.Now)
            .ShouldBe([new("WL-1", "water_level", Came, 2.5, null)]);

    [Fact]
    public void A_payload_of_several_values_makes_several_readings_with_its_own_time_and_number()
    {
        var map = Map("""
            gw/+/{device}/up,SW-{device},water_level,$.data.level,$.time,$.seq,0.01
            gw/+/{device}/up,SW-{device},battery,$.data.battery.0,$.time,,
            gw/#,$.dev,heartbeat,$.on,$.at,,

            """);
        var payload = """{"data":{"level":"250","battery":[87]},"time":1795225260,"seq":41,"dev":"GW-7","on":true,"at":"2026-11-22T09:41:00+08:00"}""";
        map.Translate("gw/7/31/up", payload, Sample.Now).ShouldBe(
        [
            new("SW-31", "water_level", 1_795_225_260_000, 2.5, "41"),
            new("SW-31", "battery", 1_795_225_260_000, 87, null),
            new("GW-7", "heartbeat", Came, 1, null),
        ]);
    }

    [Theory]
    [InlineData("city/WL-1", "1")]
    [InlineData("city/WL-1/level/more", "1")]
    [InlineData("town/WL-1/level", "1")]
    public void A_topic_without_a_rule_is_told_from_one_whose_payload_makes_no_sense(string topic, string payload)
    {
        var map = Map("city/{device}/{metric},,{metric},,,,\n");
        map.Translate(topic, payload, Sample.Now).ShouldBeNull();
        foreach (var senseless in (string[])["", "wet", "NaN", "1e999", "{\"value\":1}", "[1", new('[', 100)])
            map.Translate("city/WL-1/level", senseless, Sample.Now).ShouldBe([], senseless);
    }

    [Theory]
    [InlineData(",,level,,,,", "不能为空")]
    [InlineData("a/#/b,,level,,,,", "末尾")]
    [InlineData("a/b+,x,level,,,,", "层级")]
    [InlineData("a/b,,level,,,,", "{device}")]
    [InlineData("a/{device},,{metric},,,,", "{metric}")]
    [InlineData("a/{device},,level,data.level,,,", "路径")]
    [InlineData("a/{device},,level,,,,十", "数字")]
    public void Names_the_line_and_the_reason_of_a_bad_row(string row, string reason)
    {
        var refused = Should.Throw<ImportException>(() => Map("city/{device},,level,,,,\n" + row + "\n"));
        refused.Place.ShouldBe("第 3 行");
        refused.Reason.ShouldContain(reason);
    }

    [Fact]
    public void Reads_the_three_ways_in_which_mosquitto_sub_prints_a_message()
    {
        MosquittoLine.Read("city/WL-1/level 2.5 m").ShouldBe(new("city/WL-1/level", "2.5 m", null));
        MosquittoLine.Read("1795945441.279\tcity/a b\t2.5").ShouldBe(new("city/a b", "2.5", DateTimeOffset.FromUnixTimeMilliseconds(1_795_945_441_279)));
        var json = MosquittoLine.Read("""{"tst":"2026-11-22T09:41:00.000000Z+0800","topic":"a/b","qos":0,"retain":0,"payloadlen":3,"payload":"{\"v\":\n1}"}""");
        json.ShouldBe(new("a/b", "{\"v\":\n1}", Sample.Now));
        MosquittoLine.Read("{\"topic\":1}").ShouldBeNull();
        MosquittoLine.Read("{").ShouldBeNull();
        MosquittoLine.Read("word").ShouldBeNull();
    }
}

using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Domain.Tests.Sensing;

public sealed class DeviceTypeTests
{
    private static readonly DeviceType Gauge = new(
        "水位站", "水文", TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(5), TimeSpan.FromDays(365), [new("water_level", -5, 20), new("battery")], ["phone", "photo"]);

    private static Device Device(string town = "440705101000", string type = "水位站", string department = "水利") =>
        new("WL-1", "崖门水道 3#", type, department, default, RegionCode.Parse(town), false);

    [Fact]
    public void A_type_sends_what_it_names_and_one_that_nobody_described_sends_anything()
    {
        Gauge.Sends("battery").ShouldBeTrue();
        Gauge.Sends("pm25").ShouldBeFalse();
        DeviceType.Unlisted.Sends("pm25").ShouldBeTrue();
        DeviceType.Unlisted.OfflineAfter.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_type_may_narrow_or_widen_the_range_of_a_metric()
    {
        var metric = new Metric("water_level", "水位", "米", -10, 60, []);
        TypeMetric.Range(metric, Gauge.Find("water_level")).ShouldBe((-5, 20));
        TypeMetric.Range(metric, Gauge.Find("battery")).ShouldBe((-10, 60));
        TypeMetric.Range(metric, null).ShouldBe((-10, 60));
    }

    [Fact]
    public void Missing_are_the_fields_that_the_type_asks_for_and_nobody_filled_in()
    {
        DeviceField.Missing(Device(), Gauge).Select(field => field.Key).ShouldBe(["phone", "photo"]);
        DeviceField.Missing(Device() with { Card = new() { Phone = "13812341234" } }, Gauge).Select(field => field.Name).ShouldBe(["安装照片"]);
        DeviceField.All.Select(field => field.Key).ShouldBeUnique();
    }

    [Theory]
    [InlineData(null, null, null, true)]
    [InlineData("WL-1", null, null, true)]
    [InlineData("WL-2", null, null, false)]
    [InlineData(null, "水位站", "水利", true)]
    [InlineData(null, "雨量站", null, false)]
    [InlineData(null, null, "交通", false)]
    public void A_token_reaches_the_device_or_the_fleet_it_is_limited_to(string? device, string? type, string? department, bool covers)
    {
        var town = RegionScope.Of(RegionCode.Parse("440705101000"));
        new IngestReach(town, device, type, department).Covers(Device()).ShouldBe(covers);
        new IngestReach(town, device, type, department).Covers(Device("440781110000")).ShouldBeFalse();
    }
}

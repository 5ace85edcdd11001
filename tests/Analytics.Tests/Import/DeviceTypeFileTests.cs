using CommandCenter.Analytics.Import;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Tests.Import;

public sealed class DeviceTypeFileTests
{
    private const string Head = "type,group,offline_minutes,report_minutes,keep_days,required,remark,metric,min,max,step_per_minute,unchanged_minutes\n";

    private static IReadOnlyList<DeviceType> Read(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Head + text);
            return DeviceTypeFile.Read(path, new HashSet<string> { "level", "battery" });
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Reads_the_catalogue_of_the_demo_city()
    {
        var metrics = MetricFile.Read(Path.Combine(City.Folder, "metrics.csv")).Select(metric => metric.Key).ToHashSet();
        var types = DeviceTypeFile.Read(Path.Combine(City.Folder, "device-types.csv"), metrics);
        types.Count.ShouldBe(11);
        var gauge = types.Single(type => type.Name == "水位站");
        gauge.OfflineAfter.ShouldBe(TimeSpan.FromMinutes(15));
        gauge.Metrics.Select(metric => metric.Key).ShouldBe(["water_level", "battery"]);
        gauge.Find("water_level")!.LongestUnchanged.ShouldBe(TimeSpan.FromDays(1));
    }

    [Fact]
    public void What_holds_of_a_type_stands_in_its_first_row()
    {
        var type = Read("水位站,水文,15,5,365,responsible phone,待核,level,-5,20,0.5,60\n水位站,,,,,,,battery,,,,\n摄像机,视频,10,5,90,,,,,,,\n")[0];
        type.ShouldSatisfyAllConditions(
            () => type.Group.ShouldBe("水文"),
            () => type.KeepRaw.ShouldBe(TimeSpan.FromDays(365)),
            () => type.Required.ShouldBe(["responsible", "phone"]),
            () => type.Remark.ShouldBe("待核"),
            () => type.Metrics.ShouldBe([new("level", -5, 20, 0.5, TimeSpan.FromHours(1)), new("battery")]));
    }

    [Theory]
    [InlineData(",水文,15,5,365,,,level,,,,", "不能为空")]
    [InlineData("雨量站,,15,5,365,,,level,,,,", "不能为空")]
    [InlineData("雨量站,水文,0,5,365,,,level,,,,", "大于 0")]
    [InlineData("雨量站,水文,5,15,365,,,level,,,,", "不应大于")]
    [InlineData("雨量站,水文,15,5,0.5,,,level,,,,", "整数")]
    [InlineData("雨量站,水文,15,5,１,,,level,,,,", "数字")]
    [InlineData("雨量站,水文,15,5,365,owner,,level,,,,", "不是设备字段")]
    [InlineData("雨量站,水文,15,5,365,,,rain,,,,", "没有“rain”")]
    [InlineData("雨量站,水文,15,5,365,,,level,5,5,,", "小于")]
    [InlineData("雨量站,水文,15,5,365,,,level,,,0,", "大于 0")]
    [InlineData("雨量站,水文,15,5,365,,,level,,,,43201", "不超过 43200")]
    [InlineData("水位站,水文,,,,,,battery,,,,", "第一行")]
    [InlineData("水位站,,,,,,,level,,,,", "重复")]
    [InlineData("水位站,,,,,,,,,,,", "重复")]
    public void Names_the_line_and_the_reason_of_a_bad_row(string row, string reason)
    {
        var refused = Should.Throw<ImportException>(() => Read("水位站,水文,15,5,365,,,level,,,,\n" + row + "\n"));
        refused.Place.ShouldBe("第 3 行");
        refused.Reason.ShouldContain(reason);
    }
}

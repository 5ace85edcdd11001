using CommandCenter.Analytics.Import;
using CommandCenter.Domain.Status;

namespace CommandCenter.Analytics.Tests.Import;

public sealed class MetricFileTests
{
    private const string Head = "metric,name,unit,min,max,blue,yellow,orange,red\n";

    private static IReadOnlyList<Domain.Sensing.Metric> Read(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return MetricFile.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Reads_the_catalogue_of_the_demo_city()
    {
        var metrics = MetricFile.Read(Path.Combine(City.Folder, "metrics.csv"));
        metrics.Count.ShouldBe(19);
        metrics.Single(metric => metric.Key == "water_level").Severity(3.7).ShouldBe(WarningColor.Orange);
    }

    [Theory]
    [InlineData("水位,水位,米,0,10,,,,", "小写英文字母")]
    [InlineData("level,水位,,0,10,,,,", "不能为空")]
    [InlineData("level,水位,米,10,0,,,,", "小于")]
    [InlineData("level,水位,米,0,10,,12,,", "之间")]
    [InlineData("level,水位,米,0,10,,5,4,", "递增")]
    [InlineData("level,水位,米,０,10,,,,", "数字")]
    public void Names_the_line_and_the_reason_of_a_bad_row(string row, string reason)
    {
        var refused = Should.Throw<ImportException>(() => Read(Head + "ok,好,个,0,1,,,,\n" + row + "\n"));
        refused.Place.ShouldBe("第 3 行");
        refused.Reason.ShouldContain(reason);
    }

    [Fact]
    public void Refuses_a_metric_that_stands_twice() =>
        Should.Throw<ImportException>(() => Read(Head + "a,甲,个,0,1,,,,\na,乙,个,0,1,,,,\n")).Reason.ShouldContain("重复");
}

using System.CommandLine;
using CommandCenter.Analytics.Import;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Features.Sensing;

namespace CommandCenter.Web.Verbs;

/// <summary><c>import metrics FILE</c>: what devices measure, in which units, and from where on it is an alarm.</summary>
internal static class ImportMetrics
{
    public static Command Build()
    {
        var file = new Argument<string>("file") { Description = "metrics.csv: metric,name,unit,min,max,blue,yellow,orange,red" };
        var command = new Command("metrics", "Import the catalogue of metrics and thresholds.") { file };
        command.SetAction((parsed, cancel) => Import.RunAsync(AuditActions.MetricsImported, parsed.GetRequiredValue(file), async app =>
        {
            var metrics = MetricFile.Read(parsed.GetRequiredValue(file));
            var isNew = await app.Services.GetRequiredService<DeviceRoster>().UseMetricsAsync(metrics, cancel);
            return isNew ? $"已导入 {metrics.Count} 个感知指标" : $"内容未变，无需导入：{metrics.Count} 个感知指标";
        }, cancel));
        return command;
    }
}

using System.CommandLine;
using CommandCenter.Analytics.Import;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Features.Sensing;

namespace CommandCenter.Web.Verbs;

/// <summary><c>import device-types FILE</c>: what devices of each type send, when they count as offline, and what has to be known of them.</summary>
internal static class ImportDeviceTypes
{
    public static Command Build()
    {
        var file = new Argument<string>("file")
        {
            Description = "device-types.csv: type,group,offline_minutes,report_minutes,keep_days,required,remark,metric,min,max,step_per_minute,unchanged_minutes",
        };
        var command = new Command("device-types", "Import the catalogue of device types; the metrics come first.") { file };
        command.SetAction((parsed, cancel) => Import.RunAsync(AuditActions.DeviceTypesImported, parsed.GetRequiredValue(file), async app =>
        {
            var roster = app.Services.GetRequiredService<DeviceRoster>();
            var types = DeviceTypeFile.Read(parsed.GetRequiredValue(file), await roster.MetricKeysAsync(cancel));
            return await roster.UseTypesAsync(types, cancel) ? $"已导入 {types.Count} 个设备类型" : $"内容未变，无需导入：{types.Count} 个设备类型";
        }, cancel));
        return command;
    }
}

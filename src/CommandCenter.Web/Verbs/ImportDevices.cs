using System.CommandLine;
using CommandCenter.Analytics.Import;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Features.Sensing;
using CommandCenter.Web.Features.Sensing.Devices;
using CommandCenter.Web.Map;

namespace CommandCenter.Web.Verbs;

/// <summary><c>import devices FILE</c>: registers the devices of a file; those known already are brought up to date.</summary>
internal static class ImportDevices
{
    public static Command Build()
    {
        var file = new Argument<string>("file") { Description = $"devices.csv: {DeviceFile.Columns}" };
        var command = new Command("devices", "Register devices, or bring them up to date.") { file };
        command.SetAction((parsed, cancel) => Import.RunAsync(AuditActions.DevicesRegistered, parsed.GetRequiredValue(file), async app =>
            await RunAsync(app.Services, parsed.GetRequiredValue(file), cancel), cancel));
        return command;
    }

    internal static async Task<string> RunAsync(IServiceProvider services, string path, CancellationToken cancel)
    {
        var atlas = await services.GetRequiredService<AtlasArchive>().LoadAsync(cancel);
        services.GetRequiredService<AtlasHolder>().Replace(atlas);
        var name = Path.GetFileName(path);
        if (atlas.Tree.Roots is not [var city, ..]) throw new ImportException(name, "", "请先导入区划");
        using var open = await services.GetRequiredService<DeviceRoster>().OpenAsync(cancel);
        var report = await services.GetRequiredService<DeviceImports>().RunAsync(new(AuditActor.Console, "", city.Code), DeviceFile.Read(path), isPreview: false, cancel);
        if (report.Faults is [var first, ..])
            throw new ImportException(name, first.Line > 0 ? $"第 {first.Line} 行" : "", $"{first.Reason}（共 {report.FaultCount} 处有误）");
        return $"已登记 {report.Rows} 台设备，其中新登记 {report.Fresh} 台";
    }
}

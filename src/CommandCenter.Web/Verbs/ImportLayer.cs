using System.CommandLine;
using System.Globalization;
using CommandCenter.Analytics.Schema;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Features.Layers;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Verbs;

/// <summary><c>import layer FILE --layer ID</c>: the next version of a layer of the catalogue, by the same rules as over HTTP.</summary>
internal static class ImportLayer
{
    private const int FaultsTold = 20;

    public static Command Build()
    {
        var file = new Argument<string>("file") { Description = "GeoJSON, CSV, zipped Shapefile, GeoPackage, KML, KMZ or DXF." };
        var layer = new Option<string>("--layer") { Description = "Id of the layer.", Required = true };
        var crs = new Option<string?>("--crs") { Description = "EPSG:4490, 4326, 3857, 4513-4554, 32649, 32650, GCJ-02 or BD-09; told from the file where it is sure." };
        var axes = new Option<string?>("--axes") { Description = "en: east first; ne: north first." };
        var encoding = new Option<string?>("--encoding") { Description = "UTF-8, GB18030, UTF-16LE or UTF-16BE." };
        var sublayer = new Option<string?>("--sublayer") { Description = "Of a file that holds several." };
        var lon = new Option<string?>("--lon") { Description = "Column with the first coordinate." };
        var lat = new Option<string?>("--lat") { Description = "Column with the second." };
        var region = new Option<string?>("--region") { Description = "Column with region codes." };
        var accuracy = new Option<double?>("--accuracy") { Description = "Metres that the coordinates may be off." };
        var repair = new Option<bool>("--repair") { Description = "Close open rings, repair polygons that cross themselves." };
        var skip = new Option<bool>("--skip") { Description = "Leave out what cannot be taken; otherwise one bad object stops the import." };
        var preview = new Option<bool>("--preview") { Description = "Only tell what the file holds." };
        var command = new Command("layer", "Bring a file into a layer as its next version.") { file, layer, crs, axes, encoding, sublayer, lon, lat, region, accuracy, repair, skip, preview };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var app = await VerbHost.OpenAsync(cancel);
            var path = parsed.GetRequiredValue(file);
            var wish = new ImportWish(
                Path.GetFileName(path), null, parsed.GetValue(sublayer), parsed.GetValue(encoding), parsed.GetValue(crs), parsed.GetValue(axes), parsed.GetValue(lon),
                parsed.GetValue(lat), parsed.GetValue(region), parsed.GetValue(accuracy), parsed.GetValue(repair), parsed.GetValue(preview), parsed.GetValue(skip));
            // Opens ClickHouse, which belongs to the server while that runs: then nothing is written at all.
            await app.Services.GetRequiredService<SchemaRunner>().ApplyAsync(cancel);
            return await RunAsync(app.Services, path, parsed.GetRequiredValue(layer), wish, Console.Out, Console.Error, cancel);
        });
        return command;
    }

    internal static async Task<int> RunAsync(IServiceProvider services, string path, string id, ImportWish wish, TextWriter told, TextWriter refused, CancellationToken cancel)
    {
        var outcome = await ImportAsync(services, path, id, wish, cancel);
        foreach (var fault in outcome.Value?.Faults.Take(FaultsTold) ?? []) await refused.WriteLineAsync($"{fault.Place}：{fault.Reason}");
        if (outcome.Refusal is { } refusal)
        {
            await services.GetRequiredService<AuditTrail>().RecordAsync(
                new() { Action = AuditActions.LayerImported, Actor = AuditActor.Console, Target = id, Outcome = AuditOutcome.Failed, Detail = new Dictionary<string, string> { ["said"] = refusal.Detail } }, CancellationToken.None);
            await refused.WriteLineAsync($"未导入。{refusal.Detail}");
            return 1;
        }
        await told.WriteLineAsync(Told(outcome.Value!));
        return 0;
    }

    private static async Task<Outcome<ImportReport>> ImportAsync(IServiceProvider services, string path, string id, ImportWish wish, CancellationToken cancel)
    {
        if (!File.Exists(path)) return new Refusal(StatusCodes.Status404NotFound, "file_not_found", "文件不存在。");
        var shelf = services.GetRequiredService<LayerShelf>();
        await shelf.LoadAsync(cancel);
        if (shelf.All.FirstOrDefault(one => one.Layer.Id == id) is not { } layer) return new Refusal(StatusCodes.Status404NotFound, "layer_not_found", "没有这个图层。");
        services.GetRequiredService<AtlasHolder>().Replace(await services.GetRequiredService<AtlasArchive>().LoadAsync(cancel));
        var folder = Directory.CreateTempSubdirectory("layer-import-");
        try
        {
            return await services.GetRequiredService<LayerImports>().RunAsync(new(AuditActor.Console, "", null), layer, wish, path, folder.FullName, cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Told(ImportReport report)
    {
        var rows = string.Create(CultureInfo.InvariantCulture, $"{report.Rows:N0} 个要素{(report.BadRows > 0 ? $"，{report.BadRows:N0} 个不能导入" : "")}");
        return report.IsSame ? $"内容未变，无需导入：{rows}"
            : report.Version > 0 ? $"已导入第 {report.Version} 版：{rows}"
            : $"预览：{report.Format}，{report.Encoding ?? "编码固定"}，坐标系 {report.Crs ?? "不明"}{(report.IsGuess ? "（待确认）" : "")}，{rows}";
    }
}

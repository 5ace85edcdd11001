using System.CommandLine;
using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Indicators;
using CommandCenter.Analytics.Schema;
using CommandCenter.Domain.Indicators;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Indicators;
using CommandCenter.Web.Map;

namespace CommandCenter.Web.Verbs;

/// <summary><c>import indicators PATH</c>: published figures from one CSV file, or from a folder its
/// <c>indicator-catalog.csv</c> and every <c>indicators*.csv</c>.</summary>
internal static class ImportIndicators
{
    private const string CatalogName = "indicator-catalog.csv";

    public static Command Build()
    {
        var path = new Argument<string>("path") { Description = "A CSV file of figures, indicator-catalog.csv, or a folder with both." };
        var command = new Command("indicators", "Import the catalogue of indicators and published figures.") { path };
        command.SetAction((parsed, cancel) => Import.RunAsync(AuditActions.IndicatorsImported, parsed.GetRequiredValue(path), app => RunAsync(app.Services, parsed.GetRequiredValue(path), cancel), cancel));
        return command;
    }

    internal static async Task<string> RunAsync(IServiceProvider services, string path, CancellationToken cancel)
    {
        var tree = (await services.GetRequiredService<AtlasArchive>().LoadAsync(cancel)).Tree;
        // Everything is read before anything is written: one bad row leaves all files out.
        IReadOnlyList<Indicator>? catalog = CatalogIn(path) is { } file ? IndicatorCatalogFile.Read(file) : null;
        IndicatorFile[] files = [.. FilesIn(path).Select(figures => IndicatorFile.Read(figures, tree))];

        var told = new List<string>();
        // Opens ClickHouse, which belongs to the server while that runs: then nothing is written at all.
        await services.GetRequiredService<SchemaRunner>().ApplyAsync(cancel);
        if (catalog is not null)
        {
            await services.GetRequiredService<IndicatorArchive>().SaveAsync(catalog, cancel);
            told.Add($"指标目录 {catalog.Count} 项");
        }
        var queries = services.GetRequiredService<IndicatorQueries>();
        foreach (var figures in files)
        {
            var isNew = await queries.AddAsync(figures, services.GetRequiredService<TimeProvider>().GetUtcNow(), cancel);
            told.Add($"{figures.Name} {figures.Values.Count} 条{(isNew ? "" : "（内容未变）")}");
        }
        return $"已导入：{string.Join('、', told)}";
    }

    private static string? CatalogIn(string path) =>
        Path.GetFileName(path) == CatalogName ? path
        : Directory.Exists(path) && File.Exists(Path.Combine(path, CatalogName)) ? Path.Combine(path, CatalogName) : null;

    private static IEnumerable<string> FilesIn(string path)
    {
        if (Directory.Exists(path)) return Directory.EnumerateFiles(path, "indicators*.csv").Order(StringComparer.Ordinal);
        if (!File.Exists(path)) throw new ImportException(path, "", "文件不存在");
        return Path.GetFileName(path) == CatalogName ? [] : [path];
    }
}

using System.Globalization;
using System.Security.Claims;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Import.Layers;
using CommandCenter.Analytics.Layers;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Layers;

/// <summary>Who brings a file.</summary>
/// <param name="Scope">Nothing outside is taken; null for who runs the server.</param>
internal sealed record Importer(AuditActor Actor, string Address, RegionScope? Scope);

/// <summary>
/// Brings a file into a layer. It is read twice: first everything is checked and nothing written; then the objects go into ClickHouse
/// under a number of their own, and last the layer points to it, with the record of who did it. Cut short at any moment, the version
/// before stays shown.
/// </summary>
internal sealed class LayerImports(
    IDbContextFactory<CommandCenterDb> stores, LayerShelf shelf, FeatureQueries features, AtlasHolder atlases, AuditTrail trail, StoreChanges changes,
    CommandCenterOptions options, TimeProvider clock)
{
    private static readonly Refusal Running = new(StatusCodes.Status409Conflict, "import_running", "正在导入另一个文件，请稍后再试。");

    public const long MostBytes = 512L << 20;

    /// <summary>Objects of a version: what one process keeps in memory of a layer.</summary>
    public const int MostRows = 1_000_000;

    private const int VersionsKept = 2;
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task<Outcome<ImportReport>> RunAsync(ClaimsPrincipal caller, string address, string id, ImportWish wish, Stream body, CancellationToken cancel)
    {
        if (shelf.Find(caller, id) is not { } layer) return new Refusal(StatusCodes.Status404NotFound, "layer_not_found", "没有这个图层。");
        if (!layer.Layer.IsKeptBy(caller.RegionScope())) return new Refusal(StatusCodes.Status403Forbidden, "not_your_layer", "这个图层的范围超出您的管辖，不能更改。");
        if (!await _turn.WaitAsync(0, cancel)) return Running;
        try
        {
            // Whatever an import left that was cut short; the folder is this process's own.
            if (Directory.Exists(options.ImportsFolder)) Directory.Delete(options.ImportsFolder, recursive: true);
            Directory.CreateDirectory(options.ImportsFolder);
            var file = Path.Combine(options.ImportsFolder, Ulid.New(clock.GetUtcNow()));
            await SaveAsync(file, body, cancel);
            return await RunAsync(new(caller.Actor(), address, caller.RegionScope()), layer, wish, file, options.ImportsFolder, cancel);
        }
        catch (IOException full) when (full is not BadHttpRequestException)
        {
            return new Refusal(StatusCodes.Status507InsufficientStorage, "import_not_written", "文件写不进磁盘，未导入任何内容。");
        }
        finally
        {
            if (Directory.Exists(options.ImportsFolder)) Directory.Delete(options.ImportsFolder, recursive: true);
            _turn.Release();
        }
    }

    /// <summary>One code for all files that cannot be read, whatever is wrong with them; what was not sent wrong has its own.</summary>
    private static Refusal Refused(ImportException wrong) => wrong.Code switch
    {
        LayerFault.GdalMissing => new(StatusCodes.Status503ServiceUnavailable, wrong.Code, $"{wrong.Reason}。"),
        _ => new(StatusCodes.Status400BadRequest, "invalid_file", $"{wrong.Place}{(wrong.Place.Length > 0 ? "：" : "")}{wrong.Reason}。"),
    };

    /// <param name="file">Stays as it is.</param>
    /// <param name="folder">To unpack into.</param>
    public async Task<Outcome<ImportReport>> RunAsync(Importer by, ShelvedLayer layer, ImportWish wish, string file, string folder, CancellationToken cancel)
    {
        if (wish.Fault() is { } fault) return fault;
        try
        {
            return await ReadAsync(by, layer, wish, file, new() { WorkFolder = folder }, cancel);
        }
        catch (ImportException wrong)
        {
            return Refused(wrong);
        }
    }

    private async Task<Outcome<ImportReport>> ReadAsync(Importer by, ShelvedLayer layer, ImportWish wish, string file, LayerLimits limits, CancellationToken cancel)
    {
        var ground = new LayerGround(atlases.Current, layer.Layer.Region, by.Scope);
        var draft = await LayerFile.InspectAsync(file, wish.Choice(layer), ground, limits, cancel);
        var report = ImportReport.Of(draft, layer);
        if (!wish.Is(draft.Format)) return new(report, new(StatusCodes.Status400BadRequest, "other_format", $"文件不是所说的格式，而是 {draft.Format}。"));
        if (report.Rows > MostRows) return new(report, new(StatusCodes.Status413PayloadTooLarge, "too_many_features", $"一个图层最多 {MostRows:N0} 个要素。"));
        if (wish.Preview || report.IsSame) return report;
        if (draft.Reading is not { } reading)
            return new(report, new(StatusCodes.Status422UnprocessableEntity, "crs_open", draft.Placing is { First: null, RegionCode: null } ? "没有找到坐标列或区划代码列，请指定后再导入。" : "坐标系不明，请指定后再导入。"));
        if (draft.IsGuess) return new(report, new(StatusCodes.Status422UnprocessableEntity, "crs_unconfirmed", $"{report.Hints[0].Sentence}。请确认坐标系与次序后再导入。"));
        if (report.BadRows > 0 && !wish.Skip) return new(report, new(StatusCodes.Status422UnprocessableEntity, "invalid_rows", "文件中有不能导入的要素，未导入任何内容。"));
        var rows = LayerFile.ReadAsync(file, reading, ground, layer.Layer.Lead, null, limits, cancel);
        return await TakeAsync(by, layer, wish, rows, report, cancel);
    }

    private static async Task SaveAsync(string file, Stream body, CancellationToken cancel)
    {
        await using var saved = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, useAsync: true);
        await body.CopyToAsync(saved, 1 << 18, cancel);
    }

    private async Task<Outcome<ImportReport>> TakeAsync(
        Importer by, ShelvedLayer layer, ImportWish wish, IAsyncEnumerable<FeatureRow> rows, ImportReport report, CancellationToken cancel)
    {
        if (await ClaimAsync(by, layer, wish, report, cancel) is not { } claimed) return Running;
        try
        {
            await features.AppendAsync(claimed, rows, Ulid.New(clock.GetUtcNow()), cancel);
        }
        catch (Exception failure)
        {
            await GiveUpAsync(claimed);
            if (failure is not ClickHouseException) throw;
            return new Refusal(StatusCodes.Status503ServiceUnavailable, "clickhouse_unavailable", "ClickHouse 没有应答，未导入，原有数据不变，请稍后再试。");
        }
        await ShowAsync(by, layer, claimed, report, CancellationToken.None);
        return report with { Version = claimed.Number };
    }

    /// <summary>The next number, kept from others by the store; null when another node took it at the same moment.</summary>
    private async Task<LayerVersion?> ClaimAsync(Importer by, ShelvedLayer layer, ImportWish wish, ImportReport report, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        var known = await store.LayerVersions.Where(one => one.Layer == layer.Layer.Id).MaxAsync(one => (int?)one.Number, cancel) ?? 0;
        var number = Math.Max(known, await features.LastVersionAsync(layer.Layer.Id, cancel)) + 1; // Never one under which something was left.
        store.LayerVersions.Add(new()
        {
            Layer = layer.Layer.Id, Number = number, FileName = wish.Name ?? "", Digest = report.Digest!, Crs = report.Crs!, Accuracy = wish.Accuracy, Rows = report.Rows, BadRows = report.BadRows,
            West = report.Bounds?[0] ?? 0, South = report.Bounds?[1] ?? 0, East = report.Bounds?[2] ?? 0, North = report.Bounds?[3] ?? 0,
            ImportedBy = by.Actor.Name, ImportedAt = clock.GetUtcNow(),
        });
        try
        {
            await store.SaveChangesAsync(cancel);
            return new(layer.Layer.Id, number);
        }
        catch (DbUpdateException failure) when (StoreFailures.Of(failure) is StoreFailure.Conflict)
        {
            return null;
        }
    }

    private async Task ShowAsync(Importer by, ShelvedLayer layer, LayerVersion version, ImportReport report, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        await store.Layers.Where(one => one.Id == version.Layer && one.CurrentVersion < version.Number)
            .ExecuteUpdateAsync(one => one.SetProperty(record => record.CurrentVersion, version.Number), cancel);
        var old = await store.LayerVersions.Where(one => one.Layer == version.Layer && one.Number <= version.Number - VersionsKept).ToListAsync(cancel);
        store.LayerVersions.RemoveRange(old);
        await store.SaveChangesAsync(cancel);
        await trail.AppendAsync(store, new()
        {
            Action = AuditActions.LayerImported, Actor = by.Actor, Address = by.Address, Target = version.Layer, Region = layer.Layer.Region,
            Detail = new Dictionary<string, string>
            {
                ["version"] = version.Number.ToString(CultureInfo.InvariantCulture), ["rows"] = report.Rows.ToString(CultureInfo.InvariantCulture),
            },
        }, cancel);
        await changes.SaveAsync(store, LayerShelf.Topic, version.Layer, cancel);
        foreach (var one in old) await features.DropAsync(new(one.Layer, one.Number), cancel);
    }

    private async Task GiveUpAsync(LayerVersion version)
    {
        await using var store = await stores.CreateDbContextAsync();
        await store.LayerVersions.Where(one => one.Layer == version.Layer && one.Number == version.Number).ExecuteDeleteAsync();
        await features.DropAsync(version, CancellationToken.None);
    }
}

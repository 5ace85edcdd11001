using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Import;
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
using NetTopologySuite.Geometries;

namespace CommandCenter.Web.Features.Layers;

/// <summary>What a file holds, or what came of it.</summary>
/// <param name="Version">The version it became; 0 when nothing was written.</param>
/// <param name="IsSame">The file is what is shown already: nothing was written.</param>
/// <param name="Rows">Objects that can be taken.</param>
/// <param name="BadRows">Objects that cannot; the first of them are named.</param>
/// <param name="Bounds">West, south, east, north in degrees; null without objects.</param>
internal sealed record ImportReport(int Version, bool IsSame, long Rows, long BadRows, IReadOnlyList<BadFeature> Faults, double[]? Bounds, string Digest);

/// <summary>
/// Brings a file into a layer. It is read twice: first everything is checked and nothing written; then the objects go into ClickHouse
/// under a number of their own, and last the layer points to it, with the record of who did it. Cut short at any moment, the version
/// before stays shown.
/// </summary>
internal sealed class LayerImports(
    IDbContextFactory<CommandCenterDb> stores, LayerShelf shelf, FeatureQueries features, AtlasHolder atlases, AuditTrail trail, StoreChanges changes,
    CommandCenterOptions options, TimeProvider clock)
{
    public const long MostBytes = 512L << 20;

    /// <summary>Objects of a version: what one process keeps in memory of a layer.</summary>
    public const int MostRows = 1_000_000;

    private const int FaultsTold = 100;
    private const int VersionsKept = 2;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <param name="takes">False: only says what would be.</param>
    /// <param name="skips">Objects that cannot be taken are left out; otherwise one of them stops the import.</param>
    public async Task<Outcome<ImportReport>> RunAsync(
        ClaimsPrincipal caller, string address, string id, string fileName, Stream body, bool takes, bool skips, CancellationToken cancel)
    {
        if (shelf.Find(caller, id) is not { } layer) return new Refusal(StatusCodes.Status404NotFound, "layer_not_found", "没有这个图层。");
        if (!layer.Layer.IsKeptBy(caller.RegionScope())) return new Refusal(StatusCodes.Status403Forbidden, "not_your_layer", "这个图层的范围超出您的管辖，不能更改。");
        if (!await _turn.WaitAsync(0, cancel)) return new Refusal(StatusCodes.Status409Conflict, "import_running", "正在导入另一个文件，请稍后再试。");
        var file = Path.Combine(options.ImportsFolder, $"{Ulid.New(clock.GetUtcNow())}.geojson");
        try
        {
            // Whatever an import left that was cut short; the folder is this process's own.
            if (Directory.Exists(options.ImportsFolder)) Directory.Delete(options.ImportsFolder, recursive: true);
            Directory.CreateDirectory(options.ImportsFolder);
            var digest = await SaveAsync(file, body, cancel);
            var reading = new LayerGeoJson(layer.Layer, atlases.Current, caller.RegionScope());
            var report = await Task.Run(() => Check(reading, file, digest, layer, cancel), cancel);
            if (report.Rows > MostRows) return new Refusal(StatusCodes.Status413PayloadTooLarge, "too_many_features", $"一个图层最多 {MostRows:N0} 个要素。");
            if (!takes || report.IsSame) return report;
            if (report.BadRows > 0 && !skips) return new(report, new(StatusCodes.Status422UnprocessableEntity, "invalid_rows", "文件中有不能导入的要素，未导入任何内容。"));
            return await TakeAsync(caller, address, layer, fileName, reading, file, report, cancel);
        }
        catch (ImportException wrong)
        {
            return new Refusal(StatusCodes.Status400BadRequest, "invalid_file", $"{wrong.Place}{(wrong.Place.Length > 0 ? "：" : "")}{wrong.Reason}。");
        }
        catch (IOException full) when (full is not BadHttpRequestException)
        {
            return new Refusal(StatusCodes.Status507InsufficientStorage, "import_not_written", "文件写不进磁盘，未导入任何内容。");
        }
        finally
        {
            File.Delete(file);
            _turn.Release();
        }
    }

    private static async Task<string> SaveAsync(string file, Stream body, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var saved = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
        var buffer = new byte[1 << 16];
        for (int count; (count = await body.ReadAsync(buffer, cancel)) > 0;)
        {
            hash.AppendData(buffer, 0, count);
            await saved.WriteAsync(buffer.AsMemory(0, count), cancel);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ImportReport Check(LayerGeoJson reading, string file, string digest, ShelvedLayer layer, CancellationToken cancel)
    {
        var (rows, bad, faults, extent) = (0L, 0L, new List<BadFeature>(), new Envelope());
        foreach (var (row, wrong) in reading.Read(file))
        {
            cancel.ThrowIfCancellationRequested();
            if (row is not null)
            {
                rows++;
                extent.ExpandToInclude(row.Geometry.EnvelopeInternal);
                continue;
            }
            bad++;
            if (faults.Count < FaultsTold) faults.Add(wrong!);
        }
        // How the lead attributes are read is part of what a version is.
        var whole = $"{digest}-{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(layer.Layer.Lead.ToString())))[..16]}";
        double[]? bounds = rows == 0 ? null : [extent.MinX, extent.MinY, extent.MaxX, extent.MaxY];
        return new(0, layer.Shown?.Digest == whole, rows, bad, faults, bounds, whole);
    }

    private async Task<Outcome<ImportReport>> TakeAsync(
        ClaimsPrincipal caller, string address, ShelvedLayer layer, string fileName, LayerGeoJson reading, string file, ImportReport report, CancellationToken cancel)
    {
        if (await ClaimAsync(caller, layer, fileName, report, cancel) is not { } claimed) return new Refusal(StatusCodes.Status409Conflict, "import_running", "正在导入另一个文件，请稍后再试。");
        try
        {
            await features.AppendAsync(claimed, RowsOf(reading, file), Path.GetFileNameWithoutExtension(file), cancel);
        }
        catch (Exception failure) when (failure is ClickHouseException or OperationCanceledException)
        {
            await GiveUpAsync(claimed);
            if (failure is OperationCanceledException) throw;
            return new Refusal(StatusCodes.Status503ServiceUnavailable, "clickhouse_unavailable", "ClickHouse 没有应答，未导入，原有数据不变，请稍后再试。");
        }
        await ShowAsync(caller, address, layer, claimed, report, CancellationToken.None);
        return report with { Version = claimed.Number };
    }

    private static async IAsyncEnumerable<FeatureRow> RowsOf(LayerGeoJson reading, string file)
    {
        foreach (var (row, _) in reading.Read(file))
            if (row is not null) yield return row;
        await Task.CompletedTask;
    }

    /// <summary>The next number, kept from others by the store; null when another node took it at the same moment.</summary>
    private async Task<LayerVersion?> ClaimAsync(ClaimsPrincipal caller, ShelvedLayer layer, string fileName, ImportReport report, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        var known = await store.LayerVersions.Where(one => one.Layer == layer.Layer.Id).MaxAsync(one => (int?)one.Number, cancel) ?? 0;
        var number = Math.Max(known, await features.LastVersionAsync(layer.Layer.Id, cancel)) + 1; // Never one under which something was left.
        store.LayerVersions.Add(new()
        {
            Layer = layer.Layer.Id, Number = number, FileName = fileName, Digest = report.Digest, Crs = "EPSG:4490", Rows = report.Rows, BadRows = report.BadRows,
            West = report.Bounds?[0] ?? 0, South = report.Bounds?[1] ?? 0, East = report.Bounds?[2] ?? 0, North = report.Bounds?[3] ?? 0,
            ImportedBy = caller.Identity?.Name ?? "", ImportedAt = clock.GetUtcNow(),
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

    private async Task ShowAsync(ClaimsPrincipal caller, string address, ShelvedLayer layer, LayerVersion version, ImportReport report, CancellationToken cancel)
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
            Action = AuditActions.LayerImported, Actor = caller.Actor(), Address = address, Target = version.Layer, Region = layer.Layer.Region,
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

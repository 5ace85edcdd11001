using System.Globalization;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using CommandCenter.Analytics.Layers;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Layers;

/// <summary>A page of objects.</summary>
/// <param name="Matched">How many there are in all.</param>
/// <param name="IsLast">No other page follows.</param>
internal sealed record FeaturePage(ShelvedLayer Of, IReadOnlyList<FeatureRow> Rows, long Matched, bool IsLast);

/// <summary>The door to the objects of layers. Looking at a sensitive layer and taking objects out of the house are recorded first.</summary>
internal sealed class FeatureDesk(LayerShelf shelf, FeatureQueries features, AuditTrail trail, TimeProvider clock)
{
    private const int Piece = 2_000;
    private static readonly Refusal NoLayer = new(StatusCodes.Status404NotFound, "layer_not_found", "没有这个图层。");
    private static readonly Refusal NoFeature = new(StatusCodes.Status404NotFound, "feature_not_found", "没有这个要素，或它不在您的管辖范围内。");

    public async Task<Outcome<FeaturePage>> PageAsync(ClaimsPrincipal caller, string address, string id, IQueryCollection query, CancellationToken cancel)
    {
        if (shelf.Find(caller, id) is not { } layer) return NoLayer;
        var read = FeatureQuestion.Read(query, layer.Layer);
        if (read.Value is not { } ask) return read.Refusal!;
        if (layer.Shown is null) return new FeaturePage(layer, [], 0, IsLast: true);
        await RecordViewAsync(caller, address, layer, "", cancel);
        var scope = caller.RegionScope();
        var rows = await features.PageAsync(scope, layer.Version, ask.Filter, ask.After, ask.Limit + 1, cancel);
        var matched = await features.CountAsync(scope, layer.Version, ask.Filter, cancel);
        return new FeaturePage(layer, [.. rows.Take(ask.Limit)], matched, rows.Count <= ask.Limit);
    }

    public async Task<Outcome<FeaturePage>> FindAsync(ClaimsPrincipal caller, string address, string id, long number, CancellationToken cancel)
    {
        if (shelf.Find(caller, id) is not { } layer) return NoLayer;
        if (layer.Shown is null || await features.FindAsync(caller.RegionScope(), layer.Version, number, cancel) is not { } row) return NoFeature;
        await RecordViewAsync(caller, address, layer, number.ToString(CultureInfo.InvariantCulture), cancel);
        return new FeaturePage(layer, [row], 1, IsLast: true);
    }

    /// <summary>All objects that the question asks for, written piece by piece; who took them is in the trail before the first byte, and in the file.</summary>
    public async Task<Outcome<FeatureExport>> ExportAsync(ClaimsPrincipal caller, string address, string id, bool asCsv, IQueryCollection query, CancellationToken cancel)
    {
        if (shelf.Find(caller, id) is not { Shown: not null } layer) return NoLayer;
        var read = FeatureQuestion.Read(query, layer.Layer);
        if (read.Value is not { } ask) return read.Refusal!;
        var scope = caller.RegionScope();
        var count = await features.CountAsync(scope, layer.Version, ask.Filter, cancel);
        return await TakeOutAsync(caller, address, layer, asCsv, count, [], stop => Rows(scope, layer, ask, stop), cancel);
    }

    /// <summary>A file of objects; who took them, how many and <paramref name="detail"/> are in the trail before the first byte.</summary>
    public async Task<FeatureExport> TakeOutAsync(
        ClaimsPrincipal caller, string address, ShelvedLayer layer, bool asCsv, long count, Dictionary<string, string> detail, Func<CancellationToken, IAsyncEnumerable<FeatureRow>> rows,
        CancellationToken cancel)
    {
        await trail.RecordAsync(Event(AuditActions.LayerExported, caller, address, layer, layer.Layer.Id,
            new(detail) { ["rows"] = count.ToString(CultureInfo.InvariantCulture), ["version"] = Text(layer.Version.Number) }), cancel);
        var mark = $"{caller.Identity?.Name} {clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd HH:mm:ss}";
        return new FeatureExport($"{layer.Layer.Id}-v{layer.Version.Number}.{(asCsv ? "csv" : "geojson")}", asCsv ? "text/csv; charset=utf-8" : "application/geo+json",
            (body, stop) => asCsv ? WriteCsvAsync(body, layer.Layer, mark, rows(stop), stop) : WriteJsonAsync(body, layer.Layer, mark, rows(stop), stop));
    }

    private async IAsyncEnumerable<FeatureRow> Rows(
        RegionScope scope, ShelvedLayer layer, FeatureQuestion ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        for (var after = ask.After; ;)
        {
            var rows = await features.PageAsync(scope, layer.Version, ask.Filter, after, Piece, cancel);
            foreach (var row in rows) yield return row;
            if (rows.Count < Piece) yield break;
            after = rows[^1].Id;
        }
    }

    private static async Task WriteJsonAsync(Stream body, Layer layer, string mark, IAsyncEnumerable<FeatureRow> rows, CancellationToken cancel)
    {
        await using var json = new Utf8JsonWriter(body, LayerJson.Writing);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteString("name", layer.Title);
        json.WriteString("exported", mark);
        if (layer.IsIllustrative) json.WriteString("notice", "示意数据");
        json.WriteStartArray("features");
        await foreach (var row in rows)
        {
            FeatureText.Write(json, layer, row);
            if (json.BytesPending > 64 * 1024) await json.FlushAsync(cancel);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static async Task WriteCsvAsync(Stream body, Layer layer, string mark, IAsyncEnumerable<FeatureRow> rows, CancellationToken cancel)
    {
        await using var text = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        string[] columns = [.. layer.Fields.Select(field => field.Name)];
        await text.WriteAsync(CsvText.Line([.. columns, "经度", "纬度", "区划代码", layer.IsIllustrative ? "导出（示意数据）" : "导出"]).AsMemory(), cancel);
        await foreach (var row in rows)
        {
            var at = row.Geometry.IsEmpty ? null : row.Geometry.InteriorPoint.Coordinate;
            await text.WriteAsync(CsvText.Line([.. FeatureText.Cells(layer, row, columns), Text(at?.X), Text(at?.Y), row.Region.IsRegion ? row.Region.ToString() : "", mark]).AsMemory(), cancel);
        }
    }

    /// <summary>Puts into the trail that somebody looks at objects of a sensitive layer.</summary>
    public Task RecordViewAsync(ClaimsPrincipal caller, string address, ShelvedLayer layer, string target, CancellationToken cancel) =>
        layer.Layer.Sensitivity is not Sensitivity.Sensitive ? Task.CompletedTask
        : trail.RecordAsync(Event(AuditActions.LayerViewed, caller, address, layer, target.Length == 0 ? layer.Layer.Id : $"{layer.Layer.Id}/{target}", []), cancel);

    private static AuditEvent Event(string action, ClaimsPrincipal caller, string address, ShelvedLayer layer, string target, Dictionary<string, string> detail) => new()
    {
        Action = action, Actor = caller.Actor(), Address = address, Target = target, Region = caller.RegionScope().Within(layer.Layer.Region).Root, Detail = detail,
    };

    private static string Text(double? degrees) => degrees?.ToString("0.#########", CultureInfo.InvariantCulture) ?? "";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A file on its way out.</summary>
internal sealed record FeatureExport(string FileName, string MediaType, Func<Stream, CancellationToken, Task> WriteAsync);

using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;
using CommandCenter.Domain.Status;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Map;

/// <summary><c>GET /tiles/{layer}/{z}/{x}/{y}.mvt?v=version &amp;class= &amp;severity= &amp;from= &amp;to=</c>: the caller's part of a layer. 204 when
/// that is nothing.</summary>
internal static class TilesEndpoint
{
    private const int LongestClass = 200;
    private const string MediaType = "application/vnd.mapbox-vector-tile";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/tiles/{layer}/{z}/{x}/{y}.mvt", GetAsync)
            .RequireAuthorization(Permissions.View)
            .WithTags("tiles")
            .WithSummary("A vector tile of a layer, version 2, in web mercator.");

    private static async Task<IResult> GetAsync(
        string layer, string z, string x, string y, string? v, ClaimsPrincipal user, HttpContext http, IEnumerable<ITileSource> sources, IEnumerable<ITileShelf> shelves, CancellationToken cancel)
    {
        if (!TryNumber(z, out var zoom) || !TryNumber(x, out var column) || !TryNumber(y, out var row) || !TileId.TryMake(zoom, column, row, out var tile))
            return Problem.BadRequest("invalid_tile", $"瓦片编号应在 0 ≤ z ≤ {TileId.DeepestZoom}、0 ≤ x, y < 2^z 之内。");
        var read = ReadFilter(http.Request.Query);
        if (read.Value is not { } filter) return Problem.BadRequest(read.Refusal!.Code, read.Refusal.Detail);
        var source = sources.FirstOrDefault(one => one.Layer == layer);
        foreach (var shelf in shelves) source ??= await shelf.FindAsync(layer, user, cancel);
        if (source is null) return Problem.NotFound("layer_not_found", "没有这个图层。");
        if (source is not IFilteredTiles && filter != TileFilter.None) return Problem.BadRequest("unknown_parameter", "这个图层不能筛选。");
        var bytes = source is IFilteredTiles filtered ? await filtered.TileAsync(user.RegionScope(), tile, filter, cancel) : await source.TileAsync(user.RegionScope(), tile, cancel);
        // The address of a tile names its version, so a browser may keep it; another account's browser must not get it.
        http.Response.Headers.CacheControl = v is { Length: > 0 } ? "private, max-age=31536000, immutable" : "private, no-cache";
        http.Response.Headers.Vary = "Cookie";
        if (bytes is not { } content) return Results.NoContent();
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content.Span))[..16]}\"";
        return Results.Bytes(content, MediaType, entityTag: new(tag));
    }

    private static Outcome<TileFilter> ReadFilter(IQueryCollection query)
    {
        foreach (var name in (string[])["class", "severity", "from", "to"])
            if (query[name].Count > 1) return Bad("invalid_parameter", $"{name} 只能给一次。");
        var (only, severity, from, to) = ((string?)query["class"], (string?)query["severity"], (string?)query["from"], (string?)query["to"]);
        if (only?.Length > LongestClass) return Bad("invalid_class", $"class 不应超过 {LongestClass} 字。");
        if (severity is not (null or "0" or "1" or "2" or "3" or "4")) return Bad("invalid_severity", "severity 应为 0 至 4（无、蓝、黄、橙、红），表示最低的级别。");
        var least = severity is null ? default : (WarningColor)(severity[0] - '0');
        if (from is null && to is null) return new TileFilter(only, least);
        var first = from is null ? DateTimeOffset.MinValue : LeadValues.Instant(from);
        var last = to is null ? DateTimeOffset.MaxValue : LeadValues.LastInstant(to);
        return first is { } begins && last is { } ends && begins <= ends
            ? new TileFilter(only, least, (begins, ends))
            : Bad("invalid_time", "from 和 to 应为时刻或日期（日期按北京时间，to 含当日），且 from 不晚于 to。");
    }

    private static Refusal Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

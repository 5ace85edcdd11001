using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Map;

/// <summary><c>GET /tiles/{layer}/{z}/{x}/{y}.mvt?v=version</c>: the caller's part of a layer. 204 when that is nothing.</summary>
internal static class TilesEndpoint
{
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
        var source = sources.FirstOrDefault(one => one.Layer == layer);
        foreach (var shelf in shelves) source ??= await shelf.FindAsync(layer, user, cancel);
        if (source is null) return Problem.NotFound("layer_not_found", "没有这个图层。");
        var bytes = await source.TileAsync(user.RegionScope(), tile, cancel);
        // The address of a tile names its version, so a browser may keep it; another account's browser must not get it.
        http.Response.Headers.CacheControl = v is { Length: > 0 } ? "private, max-age=31536000, immutable" : "private, no-cache";
        http.Response.Headers.Vary = "Cookie";
        if (bytes is not { } content) return Results.NoContent();
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content.Span))[..16]}\"";
        return Results.Bytes(content, MediaType, entityTag: new(tag));
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

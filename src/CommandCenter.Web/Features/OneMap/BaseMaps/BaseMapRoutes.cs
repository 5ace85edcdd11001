using System.Globalization;
using System.Security.Cryptography;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.OneMap.BaseMaps;

/// <summary><c>GET /basemap/{map}/{layer}/{z}/{x}/{y}</c>: a tile of 天地图 (<c>tianditu</c>: vec, cva, img, cia) or of the city's own map (<c>own/map</c>).</summary>
internal static class BaseMapRoutes
{
    private const string ADay = "private, max-age=86400";
    private const string ForEver = "private, max-age=31536000, immutable";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/basemap/{map}/{layer}/{z}/{x}/{y}", GetAsync)
        .RequireAuthorization(Permissions.View)
        .WithTags("tiles")
        .WithSummary("A tile of a base map that is configured: tianditu/vec, cva, img, cia, or own/map.");

    private static async Task<IResult> GetAsync(string map, string layer, string z, string x, string y, string? v, HttpContext http, BaseMapDesk desk, CancellationToken cancel)
    {
        if (!TryNumber(z, out var zoom) || !TryNumber(x, out var column) || !TryNumber(y, out var row) || !TileId.TryMake(zoom, column, row, out var id))
            return Problem.BadRequest("invalid_tile", $"瓦片编号应在 0 ≤ z ≤ {TileId.DeepestZoom}、0 ≤ x, y < 2^z 之内。");
        var outcome = await desk.TileAsync(map, layer, id, cancel);
        if (outcome.Value is not { } tile) return Problem.Of(outcome.Refusal!.Status, outcome.Refusal.Code, outcome.Refusal.Detail);
        http.Response.Headers.CacheControl = v is { Length: > 0 } ? ForEver : ADay;
        http.Response.Headers.Vary = "Cookie";
        return Results.Bytes(tile.Bytes, tile.MediaType, entityTag: new($"\"{Convert.ToHexStringLower(SHA256.HashData(tile.Bytes))[..16]}\""));
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

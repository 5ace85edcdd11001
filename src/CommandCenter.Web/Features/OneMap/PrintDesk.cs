using System.Globalization;
using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.OneMap;

/// <summary>A picture of the map that somebody is about to make.</summary>
/// <param name="Bounds">West, south, east, north in degrees: what is on it.</param>
/// <param name="Layers">Ids of the layers that are on it, the topmost first.</param>
internal sealed record PrintWish(string? Title, double[]? Bounds, IReadOnlyList<string>? Layers);

/// <summary>What has to stand across the picture.</summary>
internal sealed record PrintMark(string By, DateTimeOffset At);

/// <summary>The door through which pictures of the map leave the house: recorded before they are made.</summary>
internal sealed class PrintDesk(AuditTrail trail, TimeProvider clock)
{
    private const int LongestTitle = 40, MostLayers = 200, LongestId = 48;

    public async Task<Outcome<PrintMark>> RecordAsync(ClaimsPrincipal caller, string address, PrintWish wish, CancellationToken cancel)
    {
        var title = wish.Title?.Trim() ?? "";
        if (title.Length is 0 or > LongestTitle || title.Any(char.IsControl)) return Bad("invalid_title", $"图名应有 1–{LongestTitle} 个字。");
        if (wish.Bounds is not [var west, var south, var east, var north] || !(west >= -180 && west < east && east <= 180 && south >= -90 && south < north && north <= 90))
            return Bad("invalid_bounds", "bounds 应为西、南、东、北四个经纬度。");
        if (wish.Layers is not { Count: <= MostLayers } layers || layers.Any(id => id is not { Length: > 0 and <= LongestId } || !id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')))
            return Bad("invalid_layers", $"layers 应为至多 {MostLayers} 个图层标识。");
        await trail.RecordAsync(new()
        {
            Action = AuditActions.MapPrinted,
            Actor = caller.Actor(),
            Address = address,
            Target = title,
            Region = caller.RegionScope().Root,
            Detail = new Dictionary<string, string>
            {
                ["extent"] = string.Create(CultureInfo.InvariantCulture, $"{west:0.####}, {south:0.####}, {east:0.####}, {north:0.####}"),
                ["layers"] = string.Join(' ', layers),
            },
        }, cancel);
        return new PrintMark(caller.FindFirst(AccountClaims.DisplayName)?.Value ?? caller.Identity?.Name ?? "", clock.GetUtcNow());
    }

    private static Refusal Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}

using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Regions;

/// <summary><c>/api/v1/regions</c>: one region, its children, search, and the region of a point.</summary>
internal static class RegionRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var regions = routes.MapGroup("/api/v1/regions").RequireAuthorization(Permissions.View).WithTags("regions");
        regions.MapGet("", Search).Produces<RegionName[]>().WithSummary("Regions by name, pinyin initials or code.");
        regions.MapGet("locate", Locate).Produces<RegionView>().WithSummary("The deepest region at a point in degrees.");
        regions.MapGet("{code}", Get).Produces<RegionView>().WithSummary("One region.");
        regions.MapGet("{code}/children", Children).Produces<RegionView[]>().WithSummary("The regions one level down, special units left out.");
    }

    private static IResult Search(RegionsDesk desk, ClaimsPrincipal user, string? search, int limit = 20) =>
        limit is < 1 or > 100
            ? Problem.BadRequest("invalid_limit", "limit 应在 1 到 100 之间。")
            : Results.Ok(desk.Search(user.RegionScope(), search ?? "", limit).Select(RegionName.Of));

    private static IResult Locate(RegionsDesk desk, ClaimsPrincipal user, double? lon, double? lat)
    {
        if (lon is null || lat is null || !new LonLat(lon.Value, lat.Value).IsOnEarth)
            return Problem.BadRequest("invalid_position", "需要 lon（−180–180）和 lat（−90–90），单位为度。");
        return desk.Locate(user.RegionScope(), new(lon.Value, lat.Value)) is { } region
            ? Results.Ok(RegionView.Of(region, desk))
            : Problem.NotFound("region_not_found", "该点不在任何可见区划内。");
    }

    private static IResult Get(RegionsDesk desk, ClaimsPrincipal user, string code) =>
        With(desk, user, code, region => Results.Ok(RegionView.Of(region, desk)));

    private static IResult Children(RegionsDesk desk, ClaimsPrincipal user, string code) =>
        With(desk, user, code, region => Results.Ok(desk.Children(region).Select(child => RegionView.Of(child, desk))));

    /// <summary>400 for what is not a code, 404 for what is unknown or not the caller's.</summary>
    internal static IResult With(RegionsDesk desk, ClaimsPrincipal user, string code, Func<Region, IResult> answer)
    {
        if (!RegionCode.TryParse(code, null, out var parsed)) return Problem.BadRequest("invalid_region_code", "区划代码应为 12 位数字。");
        return desk.Find(user.RegionScope(), parsed) is { } region
            ? answer(region)
            : Problem.NotFound("region_not_found", "没有找到该区划。");
    }
}

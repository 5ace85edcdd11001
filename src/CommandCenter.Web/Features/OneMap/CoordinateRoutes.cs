using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.OneMap;

/// <summary>A position in a coordinate system as people of the field read it: degrees, or metres to the east and to the north.</summary>
internal sealed record CoordinateView(string Crs, string Title, string Unit, double East, double North);

/// <summary><c>GET /api/v1/coordinates?lon=&amp;lat=&amp;crs=</c>: a position of the map in other systems.</summary>
internal static class CoordinateRoutes
{
    private const int MostSystems = 10;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/coordinates", Get)
        .RequireAuthorization(Permissions.View)
        .WithTags("spatial")
        .Produces<CoordinateView[]>()
        .WithSummary("A position (CGCS2000, degrees) in other systems: ?crs=EPSG:4547, several times; without it CGCS2000, GCJ-02, BD-09 and the zone of 3° it lies in.");

    private static IResult Get(double? lon, double? lat, string[] crs)
    {
        if (lon is not { } east || lat is not { } north || new LonLat(east, north) is not { IsOnEarth: true } point)
            return Problem.BadRequest("invalid_position", "需要 lon（−180–180）和 lat（−90–90），单位为度。");
        if (crs.Length > MostSystems) return Problem.BadRequest("too_many_systems", $"一次最多换算 {MostSystems} 种坐标系。");
        var asked = new List<CoordinateSystem>();
        foreach (var code in crs)
        {
            if (!CoordinateSystem.TryParse(code, out var system)) return Problem.BadRequest("unknown_crs", "没有这种坐标系，应如 EPSG:4547、GCJ-02、BD-09。");
            asked.Add(system);
        }
        try
        {
            return Results.Ok((asked.Count > 0 ? asked : Usual(point)).Select(system => In(system, point)).ToArray());
        }
        catch (CoordinateException fault)
        {
            return Problem.BadRequest(fault.Code, $"这个位置在该坐标系中没有坐标：{fault.Message}");
        }
    }

    /// <summary>GCJ-02 and BD-09 are those of the place everywhere: outside China they are CGCS2000. A zone is there where its meridian is.</summary>
    private static List<CoordinateSystem> Usual(LonLat point)
    {
        List<CoordinateSystem> usual = [CoordinateSystem.Cgcs2000, CoordinateSystem.Gcj02, CoordinateSystem.Bd09];
        var meridian = (int)Math.Round(point.Lon / 3) * 3;
        if (point.Lat is >= 0 and <= 55)
            usual.AddRange(CoordinateSystem.WithZone.Concat(CoordinateSystem.ByMeridian).Where(zone => zone.CentralMeridian == meridian));
        return usual;
    }

    private static CoordinateView In(CoordinateSystem system, LonLat point)
    {
        var (east, north) = CoordinateTransform.Of(system, AxisOrder.EastNorth).FromLonLat(point);
        return new(system.Code, system.Title, system.Unit, east, north);
    }
}

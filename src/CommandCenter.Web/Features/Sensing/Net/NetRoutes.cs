using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Features.Sensing.Devices;

namespace CommandCenter.Web.Features.Sensing.Net;

/// <summary><c>/api/v1/sensing/overview</c> and what is around a device or a point.</summary>
internal static class NetRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/sensing/overview", async (string? region, NetDesk desk, ClaimsPrincipal caller, CancellationToken cancel) =>
                DeviceRoutes.Answer(await desk.OverviewAsync(caller, region, cancel)))
            .RequireAuthorization(Permissions.View).WithTags("sensing").Produces<NetView>()
            .WithSummary("Devices of a region by type, department and region: online rate and how much of what should come came in the last full hour.");
        routes.MapGet("/api/v1/sensing/around", (double? lon, double? lat, int? count, NetDesk desk, ClaimsPrincipal caller) => DeviceRoutes.Answer(desk.Around(caller, lon, lat, count)))
            .RequireAuthorization(Permissions.View).WithTags("sensing").Produces<AroundView>().WithSummary("The nearest devices and cameras of a point.");
        routes.MapGet("/api/v1/devices/{id}/quality", async (string id, NetDesk desk, ClaimsPrincipal caller, CancellationToken cancel) =>
                DeviceRoutes.Answer(await desk.QualityAsync(caller, id, cancel)))
            .RequireAuthorization(Permissions.View).WithTags("sensing").Produces<QualityView>()
            .WithSummary("Readings of a device in the last 24 hours, and how many of each metric break which quality rule.");
        routes.MapGet("/api/v1/devices/{id}/around", (string id, int? count, NetDesk desk, ClaimsPrincipal caller) => DeviceRoutes.Answer(desk.Around(caller, id, count)))
            .RequireAuthorization(Permissions.View).WithTags("sensing").Produces<AroundView>().WithSummary("The nearest devices and cameras of a device.");
    }
}

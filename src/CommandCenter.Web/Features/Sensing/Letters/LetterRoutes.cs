using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Features.Sensing.Devices;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Sensing.Letters;

/// <summary><c>/api/v1/telemetry/dead-letters</c>: readings that were put aside.</summary>
internal static class LetterRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var letters = routes.MapGroup("/api/v1/telemetry/dead-letters").RequireAuthorization(Permissions.KeepDevices).WithTags("sensing");
        letters.MapGet("", async ([AsParameters] LetterFilter filter, ClaimsPrincipal caller, LetterDesk desk, CancellationToken cancel) =>
                DeviceRoutes.Answer(await desk.ListAsync(caller, filter, cancel)))
            .Produces<LetterPage>().WithSummary("Readings put aside: ?kind=ahead|refused &state=open|replaying|replayed|discarded &device= &after= &limit=.");
        letters.MapPost("replay", async (ReplayWish wish, HttpContext context, LetterDesk desk, CancellationToken cancel) =>
                DeviceRoutes.Answer(await desk.ReplayAsync(context.User, context.Address(), wish, cancel)))
            .Produces<ReplayAnswer>().WithSummary("Take such readings: {\"ids\",\"shift\"?: ms}, of a single one also {\"device\",\"metric\",\"ts\",\"value\"}. Replayed twice, a reading counts once.");
        letters.MapPost("discard", async (ReplayWish wish, HttpContext context, LetterDesk desk, CancellationToken cancel) =>
                DeviceRoutes.Answer(await desk.DiscardAsync(context.User, context.Address(), wish, cancel)))
            .Produces<DiscardAnswer>().WithSummary("Decide that open ones are worth nothing: {\"ids\"}.");
    }
}

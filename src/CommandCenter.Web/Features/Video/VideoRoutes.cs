using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Video;

/// <summary><c>/api/v1/video/cameras</c>: found, and opened.</summary>
internal static class VideoRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var cameras = routes.MapGroup("/api/v1/video/cameras").RequireAuthorization(Permissions.View).WithTags("video");
        cameras.MapGet("", (string? region, [AsParameters] CameraFilter filter, ClaimsPrincipal caller, VideoDesk desk) => Answer(desk.Search(caller, region, filter)))
            .Produces<CameraPage>().WithSummary("Cameras of the caller's scope: ?q= words &class= type or department &region= &state=waiting|online|offline|disabled &lon= &lat= nearest first &page= &limit=.");
        cameras.MapGet("{id}", (string id, ClaimsPrincipal caller, VideoDesk desk) => Answer(desk.Find(caller, id)))
            .Produces<CameraView>().WithSummary("One camera, without the address of its picture.");
        cameras.MapPost("{id}/open", async (string id, HttpContext context, VideoDesk desk, CancellationToken cancel) =>
            {
                context.Response.Headers.CacheControl = "no-store";
                return Answer(await desk.OpenAsync(context.User, context.Address(), id, cancel));
            })
            .Produces<OpenedCamera>().WithSummary("The address of a camera's picture (HLS); recorded in the audit trail before it is told.");
    }

    private static IResult Answer<T>(Outcome<T> outcome)
        where T : class =>
        outcome.Refusal is { } refusal ? Problem.Of(refusal.Status, refusal.Code, refusal.Detail) : Results.Json(outcome.Value);
}

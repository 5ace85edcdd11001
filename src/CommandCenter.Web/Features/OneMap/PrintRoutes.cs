using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.OneMap;

/// <summary><c>POST /api/v1/map/prints</c>: a picture of the map is about to be made.</summary>
internal static class PrintRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/map/prints", async (PrintWish wish, PrintDesk desk, HttpContext context, CancellationToken cancel) =>
        {
            var outcome = await desk.RecordAsync(context.User, context.Address(), wish, cancel);
            return outcome.Value is { } mark ? Results.Json(mark, statusCode: StatusCodes.Status201Created)
                : Problem.Of(outcome.Refusal!.Status, outcome.Refusal.Code, outcome.Refusal.Detail);
        })
        .RequireAuthorization(Permissions.View)
        .WithTags("map")
        .Produces<PrintMark>(StatusCodes.Status201Created)
        .WithSummary("Record that a picture of the map is made: title, bounds, layers. The answer says who and when, as it has to stand across the picture.");
}

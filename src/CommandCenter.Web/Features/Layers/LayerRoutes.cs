using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Layers;

/// <summary><c>/api/v1/layers</c>: the catalogue.</summary>
internal static class LayerRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var layers = routes.MapGroup("/api/v1/layers").RequireAuthorization(Permissions.View).WithTags("layers");
        layers.MapGet("", async (LayersDesk desk, ClaimsPrincipal caller, CancellationToken cancel) => (await desk.ListAsync(caller, cancel)).Select(LayerView.Of))
            .Produces<LayerView[]>().WithSummary("The layers that the caller may see, in the order of the tree.");
        layers.MapGet("themes", () => LayerTheme.All).Produces<LayerTheme[]>().WithSummary("The branches of the tree.");
        layers.MapGet("{id}", async (string id, LayersDesk desk, ClaimsPrincipal caller, CancellationToken cancel) => Answer(await desk.FindAsync(caller, id, cancel)))
            .Produces<LayerView>().WithSummary("One layer.");

        var keeping = routes.MapGroup("/api/v1/layers").RequireAuthorization(Permissions.KeepLayers).WithTags("layers");
        keeping.MapPost("", async (LayerWish wish, LayersDesk desk, HttpContext context, CancellationToken cancel) =>
                Answer(await desk.MakeAsync(context.User, context.Address(), wish, cancel), StatusCodes.Status201Created))
            .Produces<LayerView>(StatusCodes.Status201Created).WithSummary("Make a layer; its objects come by import.");
        keeping.MapPatch("{id}", async (string id, LayerWish wish, LayersDesk desk, HttpContext context, CancellationToken cancel) =>
                Answer(await desk.ChangeAsync(context.User, context.Address(), id, wish, cancel)))
            .Produces<LayerView>().WithSummary("Change a layer; what is not named stays. With row: only when nobody else changed it since.");
        keeping.MapDelete("{id}", async (string id, LayersDesk desk, HttpContext context, CancellationToken cancel) =>
                (await desk.RemoveAsync(context.User, context.Address(), id, cancel)).Refusal is { } refusal ? Of(refusal) : Results.NoContent())
            .Produces(StatusCodes.Status204NoContent).WithSummary("Take a layer and all its imports out of the catalogue.");
    }

    private static IResult Answer(Outcome<SeenLayer> outcome, int status = StatusCodes.Status200OK) =>
        outcome.Value is { } found ? Results.Json(LayerView.Of(found), statusCode: status) : Of(outcome.Refusal!);

    private static IResult Of(Refusal refusal) => Problem.Of(refusal.Status, refusal.Code, refusal.Detail);
}

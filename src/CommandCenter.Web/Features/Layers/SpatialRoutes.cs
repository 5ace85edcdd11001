using System.Text.Json;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Layers;

/// <summary><c>/api/v1/spatial</c>: a geometry in; people, objects, regions out.</summary>
internal static class SpatialRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var spatial = routes.MapGroup("/api/v1/spatial").RequireAuthorization(Permissions.View).WithTags("spatial");
        spatial.MapPost("within", WithinAsync).WithSummary("Objects that lie in an area or meet it, layer by layer.");
        spatial.MapPost("nearest", async (NearestQuestion ask, SpatialDesk desk, HttpContext context, CancellationToken cancel) =>
                Answer(await desk.NearestAsync(context.User, ask, cancel)))
            .Produces<NearestView>().WithSummary("The objects nearest to a position, with their distances on the ellipsoid.");
        spatial.MapPost("impact", async (AreaQuestion ask, SpatialDesk desk, HttpContext context, CancellationToken cancel) =>
                Answer(await desk.ImpactAsync(context.User, ask, cancel)))
            .Produces<ImpactView>().WithSummary("What an area hits: residents by the land, regions, objects by layer and class.");
    }

    private static async Task<IResult> WithinAsync(AreaQuestion ask, SpatialDesk desk, HttpContext context, CancellationToken cancel)
    {
        var outcome = await desk.WithinAsync(context.User, context.Address(), ask, cancel);
        if (outcome.Value is not { } hits) return Answer(outcome);
        return Results.Stream(async body =>
        {
            await using var json = new Utf8JsonWriter(body, LayerJson.Writing);
            json.WriteStartObject();
            json.WriteNumber("area", Math.Round(hits.SquareMetres));
            json.WriteStartArray("layers");
            foreach (var layer in hits.Layers)
            {
                json.WriteStartObject();
                json.WriteString("layer", layer.Of.Layer.Id);
                json.WriteString("title", layer.Of.Layer.Title);
                json.WriteBoolean("illustrative", layer.Of.Layer.IsIllustrative);
                json.WriteNumber("matched", layer.Matched);
                json.WriteStartArray("features");
                foreach (var row in layer.Rows)
                {
                    FeatureText.Write(json, layer.Of.Layer, row);
                    if (json.BytesPending > 64 * 1024) await json.FlushAsync(cancel);
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }, "application/json");
    }

    private static IResult Answer<T>(Outcome<T> outcome)
        where T : class =>
        outcome.Refusal is { } refusal ? Problem.Of(refusal.Status, refusal.Code, refusal.Detail) : Results.Ok(outcome.Value);
}

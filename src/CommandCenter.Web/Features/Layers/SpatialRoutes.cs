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
        spatial.MapPost("point", PointAsync).WithSummary("Where a position is: its regions, and the polygons of layers that hold it.");
        spatial.MapPost("nearest", async (NearestQuestion ask, SpatialDesk desk, HttpContext context, CancellationToken cancel) =>
                Answer(await desk.NearestAsync(context.User, ask, cancel)))
            .Produces<NearestView>().WithSummary("The objects nearest to a position, with their distances on the ellipsoid.");
        spatial.MapPost("impact", async (AreaQuestion ask, SpatialDesk desk, HttpContext context, CancellationToken cancel) =>
                Answer(await desk.ImpactAsync(context.User, ask, cancel)))
            .Produces<ImpactView>().WithSummary("What an area hits: residents by the land, regions, objects by layer and class.");
    }

    /// <summary>An answer that is written while it goes out.</summary>
    public static IResult Stream(string mediaType, Func<Utf8JsonWriter, Task> write) => Results.Stream(async body =>
    {
        await using var json = new Utf8JsonWriter(body, LayerJson.Writing);
        await write(json);
    }, mediaType);

    /// <summary>Lets what is written go out, when it is enough.</summary>
    public static Task FlushAsync(Utf8JsonWriter json) => json.BytesPending > 64 * 1024 ? json.FlushAsync() : Task.CompletedTask;

    public static IResult Answer<T>(Outcome<T> outcome)
        where T : class =>
        outcome.Refusal is { } refusal ? Problem.Of(refusal.Status, refusal.Code, refusal.Detail) : Results.Ok(outcome.Value);

    /// <summary>Opens the object that tells of one layer.</summary>
    public static void Begin(Utf8JsonWriter json, ShelvedLayer layer, int matched)
    {
        json.WriteStartObject();
        json.WriteString("layer", layer.Layer.Id);
        json.WriteString("title", layer.Layer.Title);
        json.WriteBoolean("illustrative", layer.Layer.IsIllustrative);
        json.WriteNumber("matched", matched);
    }

    /// <summary>Layers that are not in the answer.</summary>
    public static void WriteLeftOut(Utf8JsonWriter json, IReadOnlyList<string> layers)
    {
        json.WriteStartArray("leftOut");
        foreach (var layer in layers) json.WriteStringValue(layer);
        json.WriteEndArray();
    }

    private static async Task<IResult> WithinAsync(AreaQuestion ask, SpatialDesk desk, HttpContext context, CancellationToken cancel)
    {
        var outcome = await desk.WithinAsync(context.User, context.Address(), ask, cancel);
        if (outcome.Value is not { } hits) return Answer(outcome);
        return Stream("application/json", async json =>
        {
            json.WriteStartObject();
            json.WriteNumber("area", Math.Round(hits.SquareMetres));
            await WriteAsync(json, hits.Layers);
            WriteLeftOut(json, hits.LeftOut);
            json.WriteEndObject();
        });
    }

    private static async Task<IResult> PointAsync(PointQuestion ask, SpatialDesk desk, HttpContext context, CancellationToken cancel)
    {
        var outcome = await desk.PointAsync(context.User, context.Address(), ask, cancel);
        if (outcome.Value is not { } hits) return Answer(outcome);
        return Stream("application/json", async json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("regions");
            foreach (var region in hits.Regions)
            {
                json.WriteStartObject();
                json.WriteString("level", LayerView.Word(region.Level));
                json.WriteString("code", region.Code.ToString());
                json.WriteString("name", region.Name);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            await WriteAsync(json, hits.Layers);
            WriteLeftOut(json, hits.LeftOut);
            json.WriteEndObject();
        });
    }

    private static async Task WriteAsync(Utf8JsonWriter json, IReadOnlyList<LayerHits> layers)
    {
        json.WriteStartArray("layers");
        foreach (var layer in layers)
        {
            Begin(json, layer.Of, layer.Matched);
            json.WriteStartArray("features");
            foreach (var row in layer.Rows)
            {
                FeatureText.Write(json, layer.Of.Layer, row);
                await FlushAsync(json);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}

using System.Text.Json;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;
using NetTopologySuite.Geometries;

namespace CommandCenter.Web.Features.Layers;

/// <summary><c>/api/v1/spatial</c>, questions that measure: geometries and sums out.</summary>
internal static class SurveyRoutes
{
    private const string GeoJson = "application/geo+json";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var spatial = routes.MapGroup("/api/v1/spatial").RequireAuthorization(Permissions.View).WithTags("spatial");
        spatial.MapPost("buffer", Buffer).Produces(StatusCodes.Status200OK, contentType: GeoJson)
            .WithSummary("Everything within a distance of a geometry, true to the ellipsoid, as a GeoJSON Feature with area and perimeter.");
        spatial.MapPost("intersect", IntersectAsync).WithSummary("What of the polygons of layers lies in an area, piece by piece with area and share.");
        spatial.MapPost("dissolve", async (DissolveQuestion ask, SurveyDesk desk, HttpContext context, CancellationToken cancel) =>
                SpatialRoutes.Answer(await desk.DissolveAsync(context.User, ask, cancel)))
            .Produces<DissolveView>().WithSummary("Objects of layers by region: how many, their area or length.");
        spatial.MapPost("density", DensityAsync).Produces(StatusCodes.Status200OK, contentType: GeoJson)
            .WithSummary("How many objects there are in squares of so many metres, or in hexagons of H3, as a GeoJSON FeatureCollection.");
    }

    private static IResult Buffer(BufferQuestion ask)
    {
        var outcome = SurveyDesk.Buffer(ask);
        if (outcome.Value is not { Geometry: var around }) return SpatialRoutes.Answer(outcome);
        return SpatialRoutes.Stream(GeoJson, json =>
        {
            Begin(json, around);
            json.WriteNumber("area", Math.Round(Geodesic.Area(around), 1));
            json.WriteNumber("perimeter", Math.Round(Geodesic.Length(around), 2));
            End(json);
            return Task.CompletedTask;
        });
    }

    private static async Task<IResult> IntersectAsync(AreaQuestion ask, SurveyDesk desk, HttpContext context, CancellationToken cancel)
    {
        var outcome = await desk.IntersectAsync(context.User, context.Address(), ask, cancel);
        if (outcome.Value is not { } cut) return SpatialRoutes.Answer(outcome);
        return SpatialRoutes.Stream("application/json", async json =>
        {
            json.WriteStartObject();
            json.WriteNumber("area", Math.Round(cut.SquareMetres));
            json.WriteNumber("limit", cut.Limit);
            SpatialRoutes.WriteLeftOut(json, cut.LeftOut);
            json.WriteStartArray("layers");
            foreach (var layer in cut.Layers)
            {
                SpatialRoutes.Begin(json, layer.Of, layer.Matched);
                json.WriteStartArray("pieces");
                foreach (var piece in layer.Pieces)
                {
                    Begin(json, piece.Geometry, id => id.WriteNumber("id", piece.Id));
                    json.WriteString("class", piece.Class);
                    json.WriteNumber("area", Math.Round(piece.SquareMetres, 2));
                    json.WriteNumber("share", Math.Round(piece.Share, 6));
                    End(json);
                    await SpatialRoutes.FlushAsync(json);
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static async Task<IResult> DensityAsync(DensityQuestion ask, SurveyDesk desk, HttpContext context, CancellationToken cancel)
    {
        var outcome = await desk.DensityAsync(context.User, ask, cancel);
        if (outcome.Value is not { } density) return SpatialRoutes.Answer(outcome);
        return SpatialRoutes.Stream(GeoJson, async json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteNumber("matched", density.Matched);
            SpatialRoutes.WriteLeftOut(json, density.LeftOut);
            json.WriteStartArray("features");
            foreach (var cell in density.Cells)
            {
                Begin(json, cell.Cell, id => id.WriteString("id", cell.Id));
                json.WriteNumber("count", cell.Count);
                End(json);
                await SpatialRoutes.FlushAsync(json);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void Begin(Utf8JsonWriter json, Geometry geometry, Action<Utf8JsonWriter>? id = null)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        id?.Invoke(json);
        json.WritePropertyName("geometry");
        GeoJsonWriter.Write(json, geometry);
        json.WriteStartObject("properties");
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CommandCenter.Web.Features.Layers;

/// <summary>OGC API Features, part 1 (OGC 17-069r4): every layer as a collection, in CRS84, only what the caller may see.</summary>
internal static class OgcRoutes
{
    private const string Crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
    private const string Gregorian = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian";
    private const string GeoJson = "application/geo+json";

    /// <summary>What is not known is left out: the schemas of the standard know no null.</summary>
    private static readonly JsonSerializerOptions Written = new(JsonSerializerOptions.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly string[] Conformance =
    [
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var ogc = routes.MapGroup("/ogc").RequireAuthorization(Permissions.View).WithTags("ogc");
        ogc.MapGet("", (HttpRequest request) => Plain(request, () => new
        {
            title = "CommandCenter", description = "一张图：各部门图层",
            links = new[]
            {
                Link("self", "/ogc", "application/json"), Link("service-desc", "/openapi/v1.json", "application/vnd.oai.openapi+json;version=3.0"),
                Link("conformance", "/ogc/conformance", "application/json"), Link("data", "/ogc/collections", "application/json"),
            },
        })).WithSummary("What is here.");
        ogc.MapGet("conformance", (HttpRequest request) => Plain(request, () => new { conformsTo = Conformance })).WithSummary("What is conformed to.");
        ogc.MapGet("collections", async (HttpRequest request, LayersDesk desk, CancellationToken cancel) =>
        {
            var layers = await desk.ListAsync(request.HttpContext.User, cancel);
            return Plain(request, () => new { links = new[] { Link("self", "/ogc/collections", "application/json") }, collections = layers.Select(Collection) });
        }).WithSummary("The layers that the caller may see.");
        ogc.MapGet("collections/{layer}", async (string layer, HttpRequest request, LayersDesk desk, CancellationToken cancel) =>
            await desk.FindAsync(request.HttpContext.User, layer, cancel) is { Value: { } found }
                ? Plain(request, () => Collection(found)) : Problem.NotFound("layer_not_found", "没有这个图层。")).WithSummary("One layer.");
        ogc.MapGet("collections/{layer}/items", ItemsAsync).Produces(StatusCodes.Status200OK, contentType: GeoJson)
            .WithSummary("Objects: ?limit= ?bbox=west,south,east,north ?datetime= ?after= and ?attribute=value.").AddOpenApiOperationTransformer(DescribeItems);
        ogc.MapGet("collections/{layer}/items/{feature}", ItemAsync).Produces(StatusCodes.Status200OK, contentType: GeoJson).WithSummary("One object.");
        ogc.MapGet("collections/{layer}/export", ExportAsync).WithSummary("All objects that the same question asks for, as a file: ?format=geojson|csv. Recorded.");
        ogc.MapPost("collections/{layer}/export", ExportAreaAsync).WithSummary("The objects that lie in an area or meet it, as a file: ?format=geojson|csv. Recorded.");
    }

    private static async Task<IResult> ItemsAsync(string layer, HttpContext context, FeatureDesk desk, TimeProvider clock, CancellationToken cancel)
    {
        var outcome = await desk.PageAsync(context.User, context.Address(), layer, context.Request.Query, cancel);
        if (outcome.Value is not { } page) return Of(outcome.Refusal!);
        context.Response.Headers["Content-Crs"] = $"<{Crs84}>";
        return Results.Stream(async body =>
        {
            await using var json = new Utf8JsonWriter(body, LayerJson.Writing);
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteString("timeStamp", clock.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteNumber("numberMatched", page.Matched);
            json.WriteNumber("numberReturned", page.Rows.Count);
            json.WriteStartArray("links");
            Write(json, "self", $"{context.Request.Path}{context.Request.QueryString}");
            if (!page.IsLast) Write(json, "next", Next(context.Request, page.Rows[^1].Id));
            Write(json, "collection", $"/ogc/collections/{layer}", "application/json");
            json.WriteEndArray();
            json.WriteStartArray("features");
            foreach (var row in page.Rows) FeatureText.Write(json, page.Of.Layer, row);
            json.WriteEndArray();
            json.WriteEndObject();
        }, GeoJson);
    }

    private static async Task<IResult> ItemAsync(string layer, string feature, HttpContext context, FeatureDesk desk, CancellationToken cancel)
    {
        if (context.Request.Query.Keys.FirstOrDefault(key => key is not ("f" or "v")) is not null) return Unknown();
        if (!long.TryParse(feature, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return Problem.NotFound("feature_not_found", "没有这个要素，或它不在您的管辖范围内。");
        var outcome = await desk.FindAsync(context.User, context.Address(), layer, number, cancel);
        if (outcome.Value is not { } page) return Of(outcome.Refusal!);
        context.Response.Headers["Content-Crs"] = $"<{Crs84}>";
        return Results.Stream(async body =>
        {
            await using var json = new Utf8JsonWriter(body, LayerJson.Writing);
            FeatureText.Write(json, page.Of.Layer, page.Rows[0], () =>
            {
                json.WriteStartArray("links");
                Write(json, "self", context.Request.Path);
                Write(json, "collection", $"/ogc/collections/{layer}", "application/json");
                json.WriteEndArray();
            });
        }, GeoJson);
    }

    private static async Task<IResult> ExportAsync(string layer, string? format, HttpContext context, FeatureDesk desk, CancellationToken cancel)
    {
        if (format is not (null or "geojson" or "csv")) return BadFormat();
        var query = new QueryCollection(context.Request.Query.Where(one => one.Key != "format").ToDictionary());
        var outcome = await desk.ExportAsync(context.User, context.Address(), layer, format is "csv", query, cancel);
        return File(context, outcome);
    }

    private static async Task<IResult> ExportAreaAsync(string layer, string? format, AreaQuestion ask, HttpContext context, SelectionDesk desk, CancellationToken cancel)
    {
        if (format is not (null or "geojson" or "csv")) return BadFormat();
        return File(context, await desk.ExportAsync(context.User, context.Address(), layer, format is "csv", ask, cancel));
    }

    private static IResult File(HttpContext context, Outcome<FeatureExport> outcome)
    {
        if (outcome.Value is not { } export) return Of(outcome.Refusal!);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Stream(body => export.WriteAsync(body, context.RequestAborted), export.MediaType, export.FileName);
    }

    private static IResult BadFormat() => Problem.BadRequest("invalid_format", "format 应为 geojson 或 csv。");

    /// <summary>The parameters that the standard defines: they are read from the query, where no reader of code sees them.</summary>
    private static Task DescribeItems(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(Parameter("limit", new()
        {
            Type = JsonSchemaType.Integer, Minimum = "1", Default = FeatureQuestion.Usual,
            Maximum = FeatureQuestion.Most.ToString(CultureInfo.InvariantCulture),
        }));
        operation.Parameters.Add(Parameter("bbox", new() { Type = JsonSchemaType.Array, MinItems = 4, MaxItems = 6, Items = new OpenApiSchema { Type = JsonSchemaType.Number } }));
        operation.Parameters.Add(Parameter("datetime", new() { Type = JsonSchemaType.String }));
        return Task.CompletedTask;
    }

    private static OpenApiParameter Parameter(string name, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Query, Schema = schema, Style = ParameterStyle.Form, Explode = false };

    private static object Collection(SeenLayer seen) => new
    {
        id = seen.Of.Layer.Id,
        title = seen.Of.Layer.Title,
        description = seen.Of.Layer.Description,
        itemType = "feature",
        crs = new[] { Crs84 },
        storageCrs = Crs84,
        extent = LayerView.BoundsOf(seen.Seen) is not { } bounds ? null : new
        {
            spatial = new { bbox = new[] { bounds }, crs = Crs84 },
            temporal = seen.Seen!.Time is not var (first, last) ? null : new { interval = new[] { new[] { first.UtcDateTime, last.UtcDateTime } }, trs = Gregorian },
        },
        links = new[]
        {
            Link("self", $"/ogc/collections/{seen.Of.Layer.Id}", "application/json"), Link("items", $"/ogc/collections/{seen.Of.Layer.Id}/items", GeoJson),
        },
    };

    /// <summary>Answers that take no parameter but the format; another one is refused, as the standard asks.</summary>
    private static IResult Plain(HttpRequest request, Func<object> answer) =>
        request.Query.Keys.Any(key => key is not "f") ? Unknown() : Results.Json(answer(), Written);

    private static IResult Unknown() => Problem.BadRequest("unknown_parameter", "有不认识的参数。");

    private static string Next(HttpRequest request, long after)
    {
        var query = request.Query.Where(one => one.Key != "after").Append(new("after", after.ToString(CultureInfo.InvariantCulture)));
        return request.Path + QueryString.Create(query);
    }

    private static object Link(string rel, string href, string type) => new { rel, href, type };

    private static void Write(Utf8JsonWriter json, string rel, string href, string type = GeoJson)
    {
        json.WriteStartObject();
        json.WriteString("rel", rel);
        json.WriteString("href", href);
        json.WriteString("type", type);
        json.WriteEndObject();
    }

    private static IResult Of(Refusal refusal) => Problem.Of(refusal.Status, refusal.Code, refusal.Detail);
}

using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Mvc;

namespace CommandCenter.Web.Features.Layers;

/// <summary><c>POST /api/v1/layers/{id}/import</c>: the body is the file.</summary>
internal static class ImportRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/layers/{id}/import", ImportAsync)
        .WithMetadata(new RequestSizeLimitAttribute(LayerImports.MostBytes))
        .RequireAuthorization(Permissions.KeepLayers)
        .WithTags("layers")
        .Produces<ImportReport>().Produces<ImportReport>(StatusCodes.Status201Created)
        .WithSummary("Bring a file into a layer as its next version: GeoJSON, CSV, zipped Shapefile, GeoPackage, KML, DXF. ?preview=true only tells what it holds and what is wrong with it.");

    private static async Task<IResult> ImportAsync(string id, HttpContext context, [AsParameters] ImportWish wish, LayerImports imports, CancellationToken cancel)
    {
        var outcome = await imports.RunAsync(context.User, context.Address(), id, wish, context.Request.Body, cancel);
        return outcome switch
        {
            { Refusal: null, Value: { } report } => Results.Json(report, statusCode: report.Version > 0 ? StatusCodes.Status201Created : StatusCodes.Status200OK),
            { Refusal: { } refusal, Value: { } report } => Results.Problem(refusal.Detail, statusCode: refusal.Status,
                extensions: new Dictionary<string, object?> { ["code"] = refusal.Code, ["report"] = report }),
            { Refusal: { } refusal } => Problem.Of(refusal.Status, refusal.Code, refusal.Detail),
            _ => throw new InvalidOperationException("An outcome is a value or a refusal."),
        };
    }
}

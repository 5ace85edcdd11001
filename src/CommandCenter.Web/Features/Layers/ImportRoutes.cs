using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Mvc;

namespace CommandCenter.Web.Features.Layers;

/// <summary><c>POST /api/v1/layers/{id}/import</c>: the body is the file.</summary>
internal static class ImportRoutes
{
    private const int LongestName = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/layers/{id}/import", ImportAsync)
        .WithMetadata(new RequestSizeLimitAttribute(LayerImports.MostBytes))
        .RequireAuthorization(Permissions.KeepLayers)
        .WithTags("layers")
        .Produces<ImportReport>().Produces<ImportReport>(StatusCodes.Status201Created)
        .WithSummary("Bring a GeoJSON file (degrees, CGCS2000) into a layer as its next version. ?preview=true only checks; ?skip=true leaves out what cannot be taken; ?name= of the file.");

    private static async Task<IResult> ImportAsync(
        string id, HttpContext context, LayerImports imports, CancellationToken cancel, string? name = null, bool preview = false, bool skip = false)
    {
        if (name is { Length: > LongestName }) return Problem.BadRequest("invalid_name", $"文件名不超过 {LongestName} 个字。");
        var outcome = await imports.RunAsync(context.User, context.Address(), id, name ?? "", context.Request.Body, takes: !preview, skip, cancel);
        return outcome switch
        {
            { Refusal: null, Value: { } report } => Results.Json(report, statusCode: report.Version > 0 ? StatusCodes.Status201Created : StatusCodes.Status200OK),
            { Refusal: { } refusal, Value: { } report } => Results.Problem(refusal.Detail, statusCode: refusal.Status,
                extensions: new Dictionary<string, object?> { ["code"] = refusal.Code, ["rows"] = report.Rows, ["badRows"] = report.BadRows, ["faults"] = report.Faults }),
            { Refusal: { } refusal } => Problem.Of(refusal.Status, refusal.Code, refusal.Detail),
            _ => throw new InvalidOperationException("An outcome is a value or a refusal."),
        };
    }
}

using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Mvc;

namespace CommandCenter.Web.Features.Sensing.Devices;

/// <summary><c>POST /api/v1/devices/import</c>: the body is a CSV file of devices.</summary>
internal static class ImportRoute
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/devices/import", ImportAsync)
        .WithMetadata(new RequestSizeLimitAttribute(DeviceFile.MostBytes))
        .RequireAuthorization(Permissions.KeepDevices)
        .WithTags("sensing")
        .Produces<DeviceImport>()
        .WithSummary($"Register the devices of a CSV file {DeviceFile.Columns}: all or none. ?preview=true only checks.");

    private static async Task<IResult> ImportAsync(HttpContext context, DeviceImports imports, CancellationToken cancel, bool preview = false)
    {
        var file = await DeviceFile.ReadAsync(context.Request.Body, cancel);
        var report = await imports.RunAsync(new(context.User.Actor(), context.Address(), context.User.RegionScope().Root), file, preview, cancel);
        return report.FaultCount == 0 || preview
            ? Results.Json(report)
            : Results.Problem("文件中有不能导入的行，未登记任何设备。", statusCode: StatusCodes.Status422UnprocessableEntity,
                extensions: new Dictionary<string, object?> { ["code"] = "invalid_rows", ["report"] = report });
    }
}

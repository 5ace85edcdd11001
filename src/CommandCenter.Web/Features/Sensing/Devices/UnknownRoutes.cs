using CommandCenter.Domain.Access;
using CommandCenter.Store.Records;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Sensing.Devices;

/// <summary>A device that sends and that nobody registered.</summary>
/// <param name="Region">Of the token by which it came.</param>
internal sealed record UnknownView(string Device, string Region, string Token, IReadOnlyList<string> Metrics, long Count, DateTimeOffset FirstSeen, DateTimeOffset LastSeen)
{
    public static UnknownView Of(UnknownDeviceRecord record) => new(
        record.Device, record.Region.ToString(), record.Token, record.Metrics.Split(' ', StringSplitOptions.RemoveEmptyEntries), record.Count, record.FirstSeen, record.LastSeen);
}

/// <summary><c>/api/v1/devices/unknown</c>: what sends and is not registered, to be adopted.</summary>
internal static class UnknownRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var unknown = routes.MapGroup("/api/v1/devices/unknown").RequireAuthorization(Permissions.KeepDevices).WithTags("sensing");
        unknown.MapGet("", async (HttpContext context, UnknownDevices devices, CancellationToken cancel) =>
                (await devices.ListAsync(context.User.RegionScope(), cancel)).Select(UnknownView.Of))
            .Produces<UnknownView[]>().WithSummary("Devices that send and that nobody registered.");
        unknown.MapPost("{id}/adopt", AdoptAsync).Produces<DeviceSheet>(StatusCodes.Status201Created)
            .WithSummary("Register such a device: {\"name\",\"type\",\"department\",\"lon\",\"lat\"} and the fields of its card. From then on its readings are taken.");
    }

    private static async Task<IResult> AdoptAsync(
        string id, DeviceWish wish, HttpContext context, UnknownDevices unknown, DeviceDesk desk, CancellationToken cancel)
    {
        var outcome = await desk.AdoptAsync(context.User, context.Address(), id, wish, await unknown.ListAsync(context.User.RegionScope(), cancel), cancel);
        return outcome.Value is { } sheet ? Results.Json(sheet, statusCode: StatusCodes.Status201Created) : DeviceRoutes.Answer(outcome);
    }
}

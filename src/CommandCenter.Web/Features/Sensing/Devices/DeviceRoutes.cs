using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Sensing.Devices;

/// <summary><c>/api/v1/devices</c> and <c>/api/v1/device-types</c>: the register.</summary>
internal static class DeviceRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/device-types", (DeviceDesk desk) => desk.Types()).RequireAuthorization(Permissions.View).WithTags("sensing")
            .Produces<DeviceTypeView[]>().WithSummary("What devices of each type send, when they count as offline, and which fields have to be filled.");

        var devices = routes.MapGroup("/api/v1/devices").RequireAuthorization(Permissions.View).WithTags("sensing");
        devices.MapGet("", ([AsParameters] DeviceFilter filter, ClaimsPrincipal caller, DeviceDesk desk) => Answer(desk.List(caller, filter)))
            .Produces<DevicePage>().WithSummary("Devices: ?region= &type= &department= &state=waiting|online|offline|disabled &text= &missing=FIELD|any &after= &limit=.");
        devices.MapGet("completeness", async (string? region, ClaimsPrincipal caller, DeviceDesk desk, CancellationToken cancel) =>
                Answer(await desk.CompletenessAsync(caller, region, cancel)))
            .Produces<Certificate>().WithSummary("How many devices of each type and department lack which field, and how many sent doubtful readings within 24 hours.");
        devices.MapGet("{id}", (string id, ClaimsPrincipal caller, DeviceDesk desk) => Answer(desk.Find(caller, id)))
            .Produces<DeviceSheet>().WithSummary("One device: its card, its state, its newest values.");
        devices.MapPost("{id}/phone/reveal", async (string id, Reason reason, HttpContext context, DeviceDesk desk, CancellationToken cancel) =>
                Answer(await desk.RevealPhoneAsync(context.User, context.Address(), id, reason.Text, cancel)))
            .Produces<PhoneShown>().WithSummary("The whole phone number, for a reason {\"reason\"}; recorded in the audit trail before it is shown.");

        var keeping = routes.MapGroup("/api/v1/devices").RequireAuthorization(Permissions.KeepDevices).WithTags("sensing");
        keeping.MapPatch("{id}", async (string id, DeviceWish wish, HttpContext context, DeviceDesk desk, CancellationToken cancel) =>
                Answer(await desk.ChangeAsync(context.User, context.Address(), id, wish, cancel)))
            .Produces<DeviceSheet>().WithSummary("Change a device; what is not named stays, an empty text takes a field off. With row: only when nobody else changed it since.");
        keeping.MapPost("{id}/disable", async (string id, HttpContext context, DeviceDesk desk, CancellationToken cancel) =>
                Answer(await desk.SwitchAsync(context.User, context.Address(), id, isDisabled: true, cancel)))
            .Produces<DeviceSheet>().WithSummary("Take a device out of use: its readings are refused.");
        keeping.MapPost("{id}/enable", async (string id, HttpContext context, DeviceDesk desk, CancellationToken cancel) =>
                Answer(await desk.SwitchAsync(context.User, context.Address(), id, isDisabled: false, cancel)))
            .Produces<DeviceSheet>().WithSummary("Take a device into use again.");
    }

    internal static IResult Answer<T>(Outcome<T> outcome)
        where T : class =>
        outcome.Refusal is { } refusal ? Problem.Of(refusal.Status, refusal.Code, refusal.Detail) : Results.Json(outcome.Value);

    private sealed record Reason([property: System.Text.Json.Serialization.JsonPropertyName("reason")] string? Text);
}

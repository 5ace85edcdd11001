using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Sensing;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Sensing.Devices;

/// <summary><c>POST /api/v1/devices</c>: NDJSON, one device a line; registering again brings it up to date.</summary>
internal static class RegistrationRoute
{
    private const int MostLines = 10_000;
    private const long MostBytes = 8 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/devices", PostAsync)
        .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBytes))
        .RequireAuthorization(Permissions.Ingest)
        .WithTags("sensing")
        .WithSummary("Register devices: NDJSON {\"device\",\"name\",\"type\",\"department\",\"lon\",\"lat\",\"illustrative\"?} and the fields of the card: responsible, phone, address, nationalId, playUrl, power, batteryMetric, installedOn, height.");

    private static async Task<IResult> PostAsync(HttpRequest request, ClaimsPrincipal caller, AtlasHolder atlas, DeviceRegister register, DeviceRoster roster, CancellationToken cancel)
    {
        var reach = caller.IngestReach();
        var devices = new List<DeviceEntry>();
        var rejected = new List<Rejection>();
        var warnings = new List<Rejection>();
        using var reader = new StreamReader(request.Body);
        for (var number = 1; await reader.ReadLineAsync(cancel) is { } text; number++)
        {
            if (number > MostLines) return Problem.Of(StatusCodes.Status413PayloadTooLarge, "too_many_lines", $"一次最多登记 {MostLines} 台设备。");
            if (string.IsNullOrWhiteSpace(text)) continue;
            var (entry, fault) = Read(text)?.Check(atlas.Current, register, reach) ?? (null, new("invalid_json", "这一行不是合法的 JSON 对象"));
            if (entry is null)
            {
                rejected.Add(new(number, fault!.Code, fault.Message));
                continue;
            }

            devices.Add(entry);
            if (DeviceCardDraft.Warning(entry.Over(null)) is { } warning) warnings.Add(new(number, warning.Code, warning.Message));
        }
        await roster.RegisterAsync(devices, Record(request.HttpContext, devices), cancel);
        return Results.Ok(new { accepted = devices.Count, rejected, warnings });
    }

    private static AuditEvent Record(HttpContext context, IReadOnlyList<DeviceEntry> devices) => new()
    {
        Action = AuditActions.DevicesRegistered,
        Actor = context.User.Actor(),
        Address = context.Address(),
        Target = string.Join(' ', devices.Take(8).Select(device => device.Device.Id)),
        Region = context.User.RegionScope().Root,
        Detail = new Dictionary<string, string> { ["count"] = devices.Count.ToString(CultureInfo.InvariantCulture) },
    };

    private static DeviceWish? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<DeviceWish>(text, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

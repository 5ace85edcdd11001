using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Sensing;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Sensing;

/// <summary><c>POST /api/v1/devices</c>: NDJSON, one device a line; registering again brings it up to date.</summary>
internal static class DevicesEndpoint
{
    private const int MostLines = 10_000;
    private const long MostBytes = 8 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/devices", PostAsync)
        .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBytes))
        .RequireAuthorization(Permissions.Ingest)
        .WithTags("sensing")
        .WithSummary("Register devices: NDJSON {\"device\",\"name\",\"type\",\"department\",\"lon\",\"lat\",\"illustrative\"?}.");

    private static async Task<IResult> PostAsync(HttpRequest request, ClaimsPrincipal caller, AtlasHolder atlas, DeviceRegister register, DeviceRoster roster, CancellationToken cancel)
    {
        var scope = caller.RegionScope();
        var devices = new List<Device>();
        var rejected = new List<Rejection>();
        using var reader = new StreamReader(request.Body);
        for (var number = 1; await reader.ReadLineAsync(cancel) is { } text; number++)
        {
            if (number > MostLines) return Problem.Of(StatusCodes.Status413PayloadTooLarge, "too_many_lines", $"一次最多登记 {MostLines} 台设备。");
            if (string.IsNullOrWhiteSpace(text)) continue;
            var (device, code, message) = Read(text)?.Check(atlas.Current, register, scope) ?? (null, "invalid_json", "这一行不是合法的 JSON 对象");
            if (device is not null) devices.Add(device);
            else rejected.Add(new(number, code, message));
        }
        await roster.RegisterAsync(devices, Record(request.HttpContext, devices), cancel);
        return Results.Ok(new { accepted = devices.Count, rejected });
    }

    private static AuditEvent Record(HttpContext context, IReadOnlyList<Device> devices) => new()
    {
        Action = AuditActions.DevicesRegistered,
        Actor = context.User.Actor(),
        Address = context.Address(),
        Target = string.Join(' ', devices.Take(8).Select(device => device.Id)),
        Region = context.User.RegionScope().Root,
        Detail = new Dictionary<string, string> { ["count"] = devices.Count.ToString(CultureInfo.InvariantCulture) },
    };

    private static DeviceLine? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<DeviceLine>(text, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

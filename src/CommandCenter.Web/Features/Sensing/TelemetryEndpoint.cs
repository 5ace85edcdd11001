using System.Security.Claims;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Features.Sensing.Devices;
using CommandCenter.Web.Features.Sensing.Intake;
using CommandCenter.Web.Features.Sensing.Letters;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Mvc;

namespace CommandCenter.Web.Features.Sensing;

/// <summary><c>POST /api/v1/telemetry</c>: NDJSON, one reading a line; answered with 202 only when the readings are on disk,
/// here or on the node that takes the readings of all.</summary>
internal static class TelemetryEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/telemetry", PostAsync)
        .WithMetadata(new RequestSizeLimitAttribute(TelemetryBody.MostBytes))
        .RequireAuthorization(Permissions.Ingest)
        .WithTags("sensing")
        .WithSummary("Send readings: NDJSON {\"device\",\"metric\",\"ts\":ms,\"value\",\"id\"?}, plain or gzip.");

    private static async Task<IResult> PostAsync(
        HttpRequest request, ClaimsPrincipal caller, DeviceRegister register, TelemetryRules rules, TelemetryIntake intake,
        IntakeSeat seat, OwnerLine owner, UnknownDevices unknown, LetterBox letters, TimeProvider clock, CancellationToken cancel)
    {
        if (!seat.IsHere) return await owner.ForwardAsync(seat.OwnerUrl, request, cancel);
        var parser = new TelemetryParser(register, caller.IngestReach(), rules, clock.GetUtcNow());
        await TelemetryBody.ReadAsync(request, parser, rules, cancel);
        var token = caller.Identity?.Name ?? "";
        unknown.Note(parser.Unknown, caller.RegionScope().Root, token);
        var quarantined = await letters.PutAsideAsync(parser.Ahead, token, cancel);
        try
        {
            var receipt = await intake.TakeAsync(parser.Accepted, cancel);
            return Results.Json(
                new { receipt.Accepted, receipt.Duplicates, parser.Rejected, parser.RejectedCount, quarantined }, statusCode: StatusCodes.Status202Accepted);
        }
        catch (IngestUnavailableException)
        {
            request.HttpContext.Response.Headers.RetryAfter = "5";
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "spool_unavailable", "读数暂时无法落盘，本次未接收任何读数，请稍后重发。");
        }
    }
}

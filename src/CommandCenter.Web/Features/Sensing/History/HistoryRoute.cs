using System.Security.Claims;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Sensing;
using CommandCenter.Web.Features.Sensing.Intake;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Mvc;

namespace CommandCenter.Web.Features.Sensing.History;

/// <summary>What a file of past readings holds, or held.</summary>
/// <param name="Accepted">Readings that count from now on; of a preview, those that would be looked at.</param>
/// <param name="Duplicates">Readings that were there already.</param>
internal sealed record HistoryAnswer(int Rows, int Accepted, int Duplicates, IReadOnlyList<HistoryFault> Faults, int FaultCount, DateTimeOffset? From, DateTimeOffset? To);

/// <summary><c>POST /api/v1/telemetry/history</c>: past readings as a CSV file, older than the door for live ones takes them. They go the
/// same way: on disk before the answer, each counted once, in raw readings and rollups.</summary>
internal static class HistoryRoute
{
    private const int PerBatch = 20_000;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/telemetry/history", PostAsync)
        .WithMetadata(new RequestSizeLimitAttribute(HistoryFile.MostBytes))
        .RequireAuthorization(Permissions.Ingest)
        .WithTags("sensing")
        .Produces<HistoryAnswer>().Produces<HistoryAnswer>(StatusCodes.Status202Accepted)
        .WithSummary("Bring past readings: CSV device,metric,ts,value,id?. ?preview=true only checks; ?skip=true leaves bad rows out, otherwise one bad row refuses the file.");

    private static async Task<IResult> PostAsync(
        HttpRequest request, ClaimsPrincipal caller, DeviceRegister register, TelemetryRules rules, SensingOptions options, TelemetryIntake intake,
        IntakeSeat seat, OwnerLine owner, TimeProvider clock, CancellationToken cancel, bool preview = false, bool skip = false)
    {
        if (!seat.IsHere) return await owner.ForwardAsync(seat.OwnerUrl, request, cancel);
        var history = await ReadAsync(request, register, caller.IngestReach(), type => CheckOf(type, register, rules, options, clock.GetUtcNow()), cancel);
        var answer = new HistoryAnswer(
            history.Readings.Count + history.FaultCount, history.Readings.Count, 0, history.Faults, history.FaultCount,
            Moment(history.Readings, static times => times.Min()), Moment(history.Readings, static times => times.Max()));
        if (preview) return Results.Json(answer);
        if (history.FaultCount > 0 && (!skip || history.Readings.Count == 0))
            return Results.Problem("文件中有不能接收的行，未接收任何读数。", statusCode: StatusCodes.Status422UnprocessableEntity,
                extensions: new Dictionary<string, object?> { ["code"] = "invalid_rows", ["report"] = answer });
        try
        {
            var (accepted, duplicates) = (0, 0);
            foreach (var batch in history.Readings.Chunk(PerBatch))
            {
                var receipt = await intake.TakeAsync(batch, cancel, isPast: true);
                (accepted, duplicates) = (accepted + receipt.Accepted, duplicates + receipt.Duplicates);
            }

            return Results.Json(answer with { Accepted = accepted, Duplicates = duplicates }, statusCode: StatusCodes.Status202Accepted);
        }
        catch (IngestUnavailableException)
        {
            request.HttpContext.Response.Headers.RetryAfter = "5";
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "spool_unavailable", "读数暂时无法落盘，只接收了一部分，请稍后重发整个文件，重复的读数只计一次。");
        }
    }

    private static async Task<HistoryFile> ReadAsync(
        HttpRequest request, DeviceRegister register, IngestReach reach, Func<DeviceType, ReadingCheck> check, CancellationToken cancel)
    {
        var path = Path.Combine(Path.GetTempPath(), $"history-{Guid.NewGuid():N}.csv");
        try
        {
            await using (var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }))
                await request.Body.CopyToAsync(file, cancel);
            return HistoryFile.Read(path, register, reach, check);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ReadingCheck CheckOf(DeviceType type, DeviceRegister register, TelemetryRules rules, SensingOptions options, DateTimeOffset now)
    {
        var reach = type.KeepRaw < options.HistoryReach ? type.KeepRaw : options.HistoryReach;
        return new(register, (now - reach).ToUnixTimeMilliseconds(), (now + rules.Ahead).ToUnixTimeMilliseconds());
    }

    private static DateTimeOffset? Moment(List<Reading> readings, Func<IEnumerable<long>, long> pick) =>
        readings.Count == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(pick(readings.Select(reading => reading.Ts)));
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using CommandCenter.Domain.Access;
using CommandCenter.Store.Records;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Audit;

/// <summary><c>/api/v1/audit</c>: the trail for the audit administrator, newest first, page by page, or as one CSV file.</summary>
internal static class AuditRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/audit", GetAsync).RequireAuthorization(Permissions.Audit).WithTags("audit")
            .Produces<AuditAnswer>().WithSummary("Entries of the audit trail, newest first; next is the cursor for before.");
        routes.MapGet("/api/v1/audit/export", ExportAsync).RequireAuthorization(Permissions.Audit).WithTags("audit")
            .WithSummary("The same search as a CSV file.");
    }

    private static async Task<IResult> GetAsync([AsParameters] AuditQuestion question, AuditDesk desk, HttpContext context, CancellationToken cancel)
    {
        var (sheet, refusal) = await desk.SearchAsync(context, question, cancel);
        return sheet is null ? refusal! : Results.Ok(AuditAnswer.Of(sheet));
    }

    private static async Task<IResult> ExportAsync([AsParameters] AuditQuestion question, AuditDesk desk, HttpContext context, CancellationToken cancel)
    {
        var (lines, refusal) = await desk.ExportAsync(context, question, cancel);
        if (lines is null) return refusal!;
        context.Response.Headers.CacheControl = "no-store";
        return Results.Stream(async body =>
        {
            await using var text = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
            await foreach (var line in lines) await text.WriteAsync(line);
        }, "text/csv; charset=utf-8", "audit.csv");
    }

    /// <param name="Verified">When the whole chain was last walked over; null before the first walk has ended.</param>
    /// <param name="Holds">Whether it held.</param>
    private sealed record AuditAnswer(IReadOnlyList<EntryView> Entries, string? Next, string? Head, DateTimeOffset? Verified, bool? Holds)
    {
        public static AuditAnswer Of(AuditSheet sheet) => new(
            [.. sheet.Entries.Select(EntryView.Of)], sheet.Next?.ToString(CultureInfo.InvariantCulture), sheet.Head?.Hash,
            sheet.Finding?.At, sheet.Finding?.Holds);
    }

    private sealed record EntryView(
        long Sequence, DateTimeOffset At, string ActorId, string Actor, string Role, string Address, string Action, string Target,
        string? Region, string Outcome, JsonElement Detail, string Previous, string Hash)
    {
        public static EntryView Of(AuditEntry entry) => new(
            entry.Sequence, entry.At, entry.ActorId, entry.ActorName, entry.ActorRole, entry.Address, entry.Action, entry.Target,
            entry.Region?.ToString(), entry.Outcome.ToString().ToLowerInvariant(), JsonElement.Parse(entry.Detail), entry.Previous, entry.Hash);
    }
}

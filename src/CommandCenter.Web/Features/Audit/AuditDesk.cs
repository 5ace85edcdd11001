using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Authorization;

namespace CommandCenter.Web.Features.Audit;

/// <summary>A page of the trail.</summary>
/// <param name="Next">The cursor of the next page; null on the last.</param>
internal sealed record AuditSheet(IReadOnlyList<AuditEntry> Entries, long? Next, AuditEntry? Head, AuditFinding? Finding);

/// <summary>The door to the trail: for the audit administrator alone, and whoever goes through it is recorded first.</summary>
internal sealed class AuditDesk(AuditArchive archive, AuditTrail trail, AuditWatch watch, IAuthorizationService authorization, TimeProvider clock)
{
    /// <summary>Rows of one export; a longer search has to be narrowed.</summary>
    public const int MostExported = 100_000;

    private const int Piece = 1_000;
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>The page and the search it answers, or null and the refusal.</summary>
    public async Task<(AuditSheet? Sheet, IResult? Refusal)> SearchAsync(HttpContext caller, AuditQuestion question, CancellationToken cancel)
    {
        await RequireAsync(caller.User);
        var (search, refusal) = question.Read(caller.User.RegionScope());
        if (search is null) return (null, refusal);
        await RecordAsync(caller, AuditActions.AuditViewed, question, cancel);
        var found = await archive.FindAsync(search with { Limit = search.Limit + 1 }, cancel);
        var shown = found.Take(search.Limit).ToList();
        return (new(shown, found.Count > shown.Count ? shown[^1].Sequence : null, await archive.HeadAsync(cancel), watch.Finding), null);
    }

    /// <summary>The lines of a CSV file, the first telling who took it and when.</summary>
    public async Task<(IAsyncEnumerable<string>? Lines, IResult? Refusal)> ExportAsync(HttpContext caller, AuditQuestion question, CancellationToken cancel)
    {
        await RequireAsync(caller.User);
        var (search, refusal) = question.Read(caller.User.RegionScope());
        if (search is null) return (null, refusal);
        await RecordAsync(caller, AuditActions.AuditExported, question, cancel);
        return (LinesAsync(caller.User, search, cancel), null);
    }

    public static string Time(AuditEntry entry) => Time(entry.At);

    public static string Time(DateTimeOffset at) => at.ToOffset(Beijing).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private async IAsyncEnumerable<string> LinesAsync(ClaimsPrincipal user, AuditSearch search, [EnumeratorCancellation] CancellationToken cancel)
    {
        yield return CsvText.Line("导出人", user.FindFirstValue(AccountClaims.DisplayName) ?? "", user.Identity!.Name!, "导出时间", Time(clock.GetUtcNow()), "内部资料");
        yield return CsvText.Line("序号", "时间", "账号", "角色", "地址", "操作", "操作代码", "对象", "区划", "结果", "详情", "校验值");
        search = search with { Limit = Piece };
        for (var left = MostExported; left > 0;)
        {
            var piece = await archive.FindAsync(search, cancel);
            foreach (var entry in piece.Take(left)) yield return LineOf(entry);
            left -= piece.Count;
            if (piece.Count < Piece) yield break;
            search = search with { Before = piece[^1].Sequence };
        }
        yield return CsvText.Line($"本次导出以 {MostExported} 条为限，更早的记录请缩小范围再导出");
    }

    private static string LineOf(AuditEntry entry) => CsvText.Line(
        entry.Sequence.ToString(CultureInfo.InvariantCulture), Time(entry), entry.ActorName, RoleNames.Of(entry.ActorRole), entry.Address,
        AuditWords.Of(entry.Action), entry.Action, entry.Target, entry.Region?.ToString() ?? "", AuditWords.Of(entry.Outcome), entry.Detail, entry.Hash);

    private async Task RequireAsync(ClaimsPrincipal user)
    {
        if (!(await authorization.AuthorizeAsync(user, Permissions.Audit)).Succeeded) throw new UnauthorizedAccessException();
    }

    private Task RecordAsync(HttpContext caller, string action, AuditQuestion question, CancellationToken cancel) => trail.RecordAsync(new AuditEvent
    {
        Action = action,
        Actor = caller.User.Actor(),
        Address = caller.Address(),
        Region = caller.User.RegionScope().Root,
        Detail = question.Described(),
    }, cancel);
}

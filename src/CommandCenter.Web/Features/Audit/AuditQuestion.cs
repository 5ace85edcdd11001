using System.Globalization;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Audit;

/// <summary>A search of the trail as an address holds it.</summary>
/// <param name="From">Inclusive; Beijing time where no offset stands.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Outcome"><c>done denied failed</c>.</param>
/// <param name="Before">The cursor: a sequence number.</param>
public sealed record AuditQuestion(
    string? From, string? To, string? Actor, string? Action, string? Outcome, string? Region, string? Text, string? Before, string? Limit)
{
    private const int MostRows = 500;
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    private static readonly string[] Local = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>The search inside the caller's scope, or the answer that refuses it.</summary>
    public (AuditSearch? Search, IResult? Refusal) Read(RegionScope scope)
    {
        if (!TryTime(From, out var from) || !TryTime(To, out var to) || from >= to)
            return (null, Problem.BadRequest("invalid_time", "时间应写成 2026-11-24 或 2026-11-24 08:00（北京时间；也可带时区），且开始早于结束。"));
        if (!TryOutcome(out var outcome)) return (null, Problem.BadRequest("invalid_outcome", "outcome 应为 done、denied 或 failed。"));
        if (Blank(Action) is { } action && !AuditWords.Actions.ContainsKey(action)) return (null, Problem.BadRequest("invalid_action", "没有这种操作代码。"));
        if (!TryNumber(Before, null, long.MaxValue, out var before)) return (null, Problem.BadRequest("invalid_cursor", "before 应为记录序号。"));
        if (!TryNumber(Limit, 50, MostRows, out var limit)) return (null, Problem.BadRequest("invalid_limit", $"limit 应在 1 到 {MostRows} 之间。"));
        if (Actor?.Length > 64 || Text?.Length > 100) return (null, Problem.BadRequest("invalid_text", "actor、text 的长度不超过 64、100 个字符。"));

        var within = scope;
        if (Blank(Region) is { } region)
        {
            if (!RegionCode.TryParse(region, null, out var code)) return (null, Problem.BadRequest("invalid_region_code", "区划代码应为 12 位数字。"));
            if (!scope.Covers(code)) return (null, Problem.NotFound("region_not_found", "没有找到该区划。"));
            within = scope.Within(code);
        }
        return (new AuditSearch
        {
            Scope = within,
            // What concerns no region concerns the whole: strangers, the program itself. A county's auditor does not see it.
            WithoutRegion = Blank(Region) is null && scope.Root.DigitLevel <= RegionLevel.City,
            From = from,
            To = to,
            Actor = Blank(Actor),
            Action = Blank(Action),
            Outcome = outcome,
            Text = Blank(Text),
            Before = before,
            Limit = (int)limit!.Value,
        }, null);
    }

    /// <summary>The part that narrows, for the trail: whoever searches is recorded with what was searched for.</summary>
    public IReadOnlyDictionary<string, string> Described() => new (string Name, string? Value)[]
        {
            ("from", From), ("to", To), ("actor", Actor), ("action", Action), ("outcome", Outcome), ("region", Region), ("text", Text), ("before", Before),
        }
        .Where(part => Blank(part.Value) is not null)
        .ToDictionary(part => part.Name, part => part.Value!);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool TryTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (Blank(text) is not { } given) return true;
        if (DateTime.TryParseExact(given, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            // A year too early for its offset would throw.
            if (local.Year is < 1970 or > 9000) return false;
            time = new DateTimeOffset(local, Beijing);
            return true;
        }
        if (!DateTimeOffset.TryParseExact(given, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            || instant.Year is < 1970 or > 9000) return false;
        time = instant;
        return true;
    }

    private bool TryOutcome(out AuditOutcome? outcome)
    {
        outcome = Blank(Outcome) switch
        {
            "done" => AuditOutcome.Done,
            "denied" => AuditOutcome.Denied,
            "failed" => AuditOutcome.Failed,
            _ => null,
        };
        return outcome is not null || Blank(Outcome) is null;
    }

    private static bool TryNumber(string? text, long? otherwise, long most, out long? number)
    {
        number = otherwise;
        if (Blank(text) is not { } given) return true;
        number = long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read >= 1 && read <= most ? read : null;
        return number is not null;
    }
}

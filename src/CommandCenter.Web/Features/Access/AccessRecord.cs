using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Features.Access.Sessions;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Access;

/// <summary>Entries of the audit trail about accounts and sessions.</summary>
internal static class AccessRecord
{
    /// <summary>A signed-in caller did something to an account; where from, the session knows, also inside a circuit.</summary>
    public static AuditEvent Of(ClaimsPrincipal caller, SessionBook sessions, string action, Account? target, params (string Name, string Value)[] detail) => new()
    {
        Action = action,
        Actor = caller.Actor(),
        Address = caller.SessionId() is { } id && sessions.Standing(id) is { } session ? session.Facts.Session.Address : "",
        Target = target?.UserName ?? "",
        Region = target?.Scope ?? caller.RegionScope().Root,
        Detail = detail.ToDictionary(one => one.Name, one => one.Value),
    };

    /// <summary>Somebody came to the door: an account, or a name that is none.</summary>
    public static AuditEvent AtTheDoor(HttpContext context, string action, string user, Account? account, AuditOutcome outcome, params (string Name, string Value)[] detail) => new()
    {
        Action = action,
        Actor = account is null || outcome is AuditOutcome.Denied ? AuditActor.Stranger with { Name = user } : new(account.Id, account.UserName!, ""),
        Address = context.Address(),
        Target = user,
        Region = account?.Scope ?? default,
        Outcome = outcome,
        Detail = detail.ToDictionary(one => one.Name, one => one.Value),
    };

    /// <summary>A session ended by itself.</summary>
    public static AuditEvent Ended(Account account, SessionEnd why) => new()
    {
        Action = AuditActions.SessionEnded,
        Actor = AuditActor.Program,
        Target = account.UserName!,
        Region = account.Scope,
        Detail = new Dictionary<string, string> { ["why"] = why.ToString() },
    };
}

using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Store;
using CommandCenter.Store.Records;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Access.Sessions;

/// <summary>A session and its account as the store has them now.</summary>
public sealed record SessionFacts(SessionRecord Session, Account Account, string? Role)
{
    /// <summary>The sessions of these ids, open or not; an unknown id is left out.</summary>
    public static async Task<IReadOnlyList<SessionFacts>> ReadAsync(CommandCenterDb store, IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        var rows = await (
            from session in store.Sessions.AsNoTracking()
            where ids.Contains(session.Id)
            join account in store.Accounts on session.AccountId equals account.Id
            from role in (from held in store.UserRoles where held.UserId == account.Id
                          join named in store.Roles on held.RoleId equals named.Id
                          select named.Name).DefaultIfEmpty()
            select new { session, account, role }).AsNoTracking().ToListAsync(cancel);
        return [.. rows.Select(row => new SessionFacts(row.session, row.account, row.role))];
    }

    public AccountStanding Standing => new(Account.DisabledAt, Account.ExpiresAt, Account.LockoutEnd, Role is not null);

    /// <summary>Why the session is over, or null while it stands.</summary>
    public SessionEnd? EndOf(SecurityProfile profile, DateTimeOffset lastActive, DateTimeOffset now) =>
        Session.EndedAt is not null ? Session.EndedWhy ?? SessionEnd.EndedByAdministrator
        : Standing.EndsSessions(now) ?? SessionRules.EndOf(lastActive, Session.ExpiresAt, profile.LimitsOf(Account.IsDisplay), now);

    /// <summary>The caller. While something is left to do it carries no role, so that nothing but the own page opens.</summary>
    public ClaimsPrincipal Principal(SecurityProfile profile, DateTimeOffset now)
    {
        var identity = new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, Account.Id),
            new(ClaimTypes.Name, Account.UserName!),
            new(AccountClaims.DisplayName, Account.DisplayName),
            new(AccountClaims.Scope, Account.Scope.ToString()),
            new(AccountClaims.Session, Session.Id),
        ], IdentityConstants.ApplicationScheme);
        var pending = Pending(profile, now);
        if (pending is not null) identity.AddClaim(new(AccountClaims.Pending, pending));
        else if (Role is not null) identity.AddClaim(new(ClaimTypes.Role, Role));
        if (Account.IsDisplay) identity.AddClaim(new(AccountClaims.Display, "true"));
        return new(identity);
    }

    private string? Pending(SecurityProfile profile, DateTimeOffset now) =>
        Session.Means is SignInMeans.External || Account.IsDisplay ? null
        : Account.MustChangePassword || profile.Passwords.IsTooOld(Account.PasswordChangedAt, now) ? AccountClaims.PendingPassword
        : !Account.TwoFactorEnabled && Role is not null && profile.SecondFactorRoles.Contains(Role) ? AccountClaims.PendingSecondFactor
        : null;
}

using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store;
using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Access.Accounts;

/// <summary>Reads the list of accounts inside an administrator's scope.</summary>
internal static class RosterQuery
{
    public const int MostRows = 200;

    public static async Task<AccountSheet> ListAsync(CommandCenterDb store, ClaimsPrincipal caller, AccountSearch search, DateTimeOffset now, CancellationToken cancel)
    {
        var scope = caller.RegionScope();
        if (!scope.Root.IsRegion) return new([], 0);
        var (first, last) = (scope.Root, RegionCode.FromNumber(scope.To - 1));
        var accounts = store.Accounts.AsNoTracking().Where(account => account.Scope >= first && account.Scope <= last);
        if (search.Text?.Trim() is { Length: > 0 } text)
        {
            var upper = text.ToUpperInvariant();
            accounts = accounts.Where(account => account.NormalizedUserName!.Contains(upper) || account.DisplayName.Contains(text));
        }
        accounts = InState(store, accounts, search.State, now);
        var total = await accounts.CountAsync(cancel);
        var page = accounts.OrderBy(account => account.NormalizedUserName).Skip(Math.Max(0, search.Skip)).Take(Math.Clamp(search.Take, 1, MostRows));
        return new(await Rows(store, page).ToListAsync(cancel), total);
    }

    public static Task<AccountRow> RowAsync(CommandCenterDb store, string id, CancellationToken cancel) =>
        Rows(store, store.Accounts.AsNoTracking().Where(account => account.Id == id)).SingleAsync(cancel)!;

    private static IQueryable<Account> InState(CommandCenterDb store, IQueryable<Account> accounts, string? state, DateTimeOffset now) => state switch
    {
        "open" => accounts.Where(account => account.DisabledAt == null && (account.ExpiresAt == null || account.ExpiresAt > now)),
        "disabled" => accounts.Where(account => account.DisabledAt != null),
        "locked" => accounts.Where(account => account.LockoutEnd > now),
        "expired" => accounts.Where(account => account.ExpiresAt <= now),
        "pending" => accounts.Where(account => !store.UserRoles.Any(role => role.UserId == account.Id)),
        "display" => accounts.Where(account => account.IsDisplay),
        _ => accounts,
    };

    private static IQueryable<AccountRow> Rows(CommandCenterDb store, IQueryable<Account> accounts) =>
        from account in accounts
        select new AccountRow(
            account.Id, account.UserName!, account.DisplayName,
            (from held in store.UserRoles where held.UserId == account.Id join role in store.Roles on held.RoleId equals role.Id select role.Name).FirstOrDefault(),
            account.Scope, account.CreatedAt, account.DisabledAt, account.ExpiresAt, account.LockoutEnd, account.IsDisplay, account.TwoFactorEnabled, account.MustChangePassword,
            store.Sessions.Count(session => session.AccountId == account.Id && session.EndedAt == null),
            store.Sessions.Where(session => session.AccountId == account.Id).Max(session => (DateTimeOffset?)session.CreatedAt),
            account.PhoneNumber == null ? null : Masking.Phone(account.PhoneNumber));
}

using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Features.Access.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Access.SignIn;

/// <summary>Which account a subject of the provider opens.</summary>
public sealed class OutsideSubjects(IDbContextFactory<CommandCenterDb> stores, ILookupNormalizer names, AuditTrail trail)
{
    /// <summary>The account that is tied to the subject. An enabled account of the same name that was never tied is tied now, once;
    /// the three administrators are tied by hand alone.</summary>
    public async Task<string?> FindAsync(HttpContext context, ClaimsPrincipal subject)
    {
        var cancel = context.RequestAborted;
        var key = subject.FindFirstValue("sub") ?? "";
        var user = subject.FindFirstValue("preferred_username") ?? "";
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        var tied = await store.UserLogins.Where(link => link.LoginProvider == AccountRoutes.IdentityLink.Provider && link.ProviderKey == key).Select(link => link.UserId).SingleOrDefaultAsync(cancel);
        if (key.Length == 0 || tied is not null) return tied;

        var name = names.NormalizeName(user);
        var account = await store.Accounts.SingleOrDefaultAsync(one => one.NormalizedUserName == name && one.DisabledAt == null && !one.IsDisplay, cancel);
        var isFree = account is not null && !await store.UserLogins.AnyAsync(link => link.UserId == account.Id, cancel) && !await IsAdministratorAsync(store, account.Id, cancel);
        if (account is null || !isFree)
        {
            await trail.AppendAsync(store, AccessRecord.AtTheDoor(context, AuditActions.SignInRefused, user, account, AuditOutcome.Denied, ("why", "no account is tied"), ("subject", key)), cancel);
            await transaction.CommitAsync(cancel);
            return null;
        }
        store.UserLogins.Add(new() { LoginProvider = AccountRoutes.IdentityLink.Provider, ProviderKey = key, ProviderDisplayName = user, UserId = account.Id });
        await store.SaveChangesAsync(cancel);
        await trail.AppendAsync(store, AccessRecord.AtTheDoor(context, AuditActions.AccountChanged, user, account, AuditOutcome.Done, ("what", "tied by name"), ("subject", key)), cancel);
        await transaction.CommitAsync(cancel);
        return account.Id;
    }

    private static Task<bool> IsAdministratorAsync(CommandCenterDb store, string account, CancellationToken cancel) => (
        from held in store.UserRoles
        where held.UserId == account
        join role in store.Roles on held.RoleId equals role.Id
        where role.Name == Roles.SystemAdministrator || role.Name == Roles.SecurityAdministrator || role.Name == Roles.AuditAdministrator
        select role).AnyAsync(cancel);
}

using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Features.Access.Sessions;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Access.Accounts;

/// <summary>The door of the accounts page: every question gets a store of its own, for a circuit lives longer than any should.</summary>
public sealed class AccountsDesk(IServiceScopeFactory scopes, AuditTrail trail, SessionBook sessions, AtlasHolder atlases, AccessOptions options, TimeProvider clock)
{
    public bool Separated => options.Profile.Separated;

    public DateTimeOffset Now => clock.GetUtcNow();

    public RegionTree Regions => atlases.Current.Tree;

    public bool Carries(ClaimsPrincipal caller, Duty duty) => ThreeAdministrators.Carries(caller.Role(), duty, options.Profile.Separated);

    /// <summary>The accounts inside the caller's scope; that they were looked at is recorded first.</summary>
    public async Task<Outcome<AccountSheet>> ListAsync(ClaimsPrincipal caller, AccountSearch search, CancellationToken cancel)
    {
        if (!Carries(caller, Duty.ListAccounts)) return Refusals.Of(DutyRefusal.NotYourDuty);
        await trail.RecordAsync(AccessRecord.Of(caller, sessions, AuditActions.AccountsViewed, null, ("text", search.Text ?? ""), ("state", search.State ?? "")), cancel);
        await using var services = scopes.CreateAsyncScope();
        return await RosterQuery.ListAsync(services.ServiceProvider.GetRequiredService<CommandCenterDb>(), caller, search, clock.GetUtcNow(), cancel);
    }

    public async Task<T> AskAsync<T>(Func<AccountRoster, Task<T>> question)
    {
        await using var services = scopes.CreateAsyncScope();
        return await question(services.ServiceProvider.GetRequiredService<AccountRoster>());
    }

    /// <summary>北街街道, with the regions above it.</summary>
    public string Place(RegionCode scope)
    {
        var path = atlases.Current.Tree.Path(scope);
        return path.Count > 0 ? string.Join(" / ", path.Select(region => region.Name)) : scope.ToString();
    }
}

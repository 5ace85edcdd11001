using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store;
using CommandCenter.Store.Records;
using CommandCenter.Web.Features.Access.Sessions;
using Microsoft.AspNetCore.Identity;

namespace CommandCenter.Web.Features.Access.Accounts;

/// <summary>An account to be made.</summary>
/// <param name="Role">One of <see cref="Roles.All"/>; null for an account that gets its rights later.</param>
/// <param name="Phone">As <see cref="PhoneNumbers.Read"/> writes it.</param>
public sealed record NewAccount(string User, string Name, string? Role, RegionCode Scope, bool IsDisplay = false, DateTimeOffset? ExpiresAt = null, string? Phone = null);

/// <summary>Makes accounts. Passwords are generated, returned once and kept as a hash. Works on the store of its scope, so that a
/// caller's transaction holds it all.</summary>
public sealed class AccountRegister(
    CommandCenterDb store, UserManager<Account> accounts, RoleManager<IdentityRole> roles, PasswordBook passwords, SessionBook sessions, TimeProvider clock)
{
    /// <summary>Makes the account and returns its password.</summary>
    /// <param name="mustChange">The password has to be changed at the first sign-in: somebody else has seen it.</param>
    /// <exception cref="InvalidOperationException">The name is taken or malformed, or the role is unknown.</exception>
    public async Task<string> CreateAsync(NewAccount account, bool mustChange = false)
    {
        var password = PasswordBook.Generate();
        await CreateAsync(account, password, mustChange);
        return password;
    }

    /// <summary>Makes the account with a password its owner chose.</summary>
    public async Task<Account> CreateAsync(NewAccount account, string password, bool mustChange)
    {
        if (account.Role is not null && !Roles.All.Contains(account.Role)) throw new InvalidOperationException($"There is no role {account.Role}.");
        var now = clock.GetUtcNow();
        var record = new Account
        {
            Id = Ulid.New(now),
            UserName = account.User,
            DisplayName = account.Name,
            Scope = account.Scope,
            CreatedAt = now,
            IsDisplay = account.IsDisplay,
            ExpiresAt = account.ExpiresAt,
            PhoneNumber = account.Phone,
        };
        Require(await accounts.CreateAsync(record));
        passwords.Set(store, record, password, mustChange);
        await store.SaveChangesAsync();
        if (account.Role is not null) await GrantAsync(record, account.Role);
        return record;
    }

    /// <summary>Gives the account this role and no other.</summary>
    public async Task GrantAsync(Account account, string role)
    {
        if (!await roles.RoleExistsAsync(role)) Require(await roles.CreateAsync(new IdentityRole(role)));
        var held = await accounts.GetRolesAsync(account);
        Require(await accounts.RemoveFromRolesAsync(account, held.Where(one => one != role)));
        if (!held.Contains(role)) Require(await accounts.AddToRoleAsync(account, role));
    }

    public async Task<bool> ExistsAsync(string user) => await accounts.FindByNameAsync(user) is not null;

    /// <summary>Gives the account a new password, ends its sessions and returns the password. A server that runs beside this
    /// process cuts the sessions' connections within seconds (<see cref="SessionWatch"/>).</summary>
    public async Task<string> RenewPasswordAsync(string user)
    {
        var record = await accounts.FindByNameAsync(user) ?? throw new InvalidOperationException($"There is no account {user}.");
        var password = PasswordBook.Generate();
        passwords.Set(store, record, password, mustChange: false);
        await store.SaveChangesAsync();
        sessions.Forget(await sessions.EndAsync(
            store, store.Sessions.Where(session => session.AccountId == record.Id), SessionEnd.CredentialsChanged, CancellationToken.None));
        return password;
    }

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
    }
}

using System.Security.Cryptography;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store;
using CommandCenter.Store.Records;
using Microsoft.AspNetCore.Identity;

namespace CommandCenter.Web.Features.Access;

/// <summary>An account to be made.</summary>
/// <param name="Role">One of <see cref="Roles.All"/>.</param>
internal sealed record NewAccount(string User, string Name, string Role, RegionCode Scope);

/// <summary>Makes accounts. Passwords are generated, returned once and kept as a hash.</summary>
internal sealed class AccountRegister(UserManager<Account> accounts, RoleManager<IdentityRole> roles, TimeProvider clock)
{
    // Without the look-alikes 0 O 1 l I, so that a printed password can be typed.
    private const string Letters = "abcdefghijkmnopqrstuvwxyz";
    private const string Capitals = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const string Digits = "23456789";
    private const string Signs = "-_+=#%";

    /// <summary>Makes the account and returns its password.</summary>
    /// <exception cref="InvalidOperationException">The name is taken or malformed, or the role is unknown.</exception>
    public async Task<string> CreateAsync(NewAccount account)
    {
        if (!Roles.All.Contains(account.Role)) throw new InvalidOperationException($"There is no role {account.Role}.");
        if (!await roles.RoleExistsAsync(account.Role)) Require(await roles.CreateAsync(new IdentityRole(account.Role)));

        var now = clock.GetUtcNow();
        var record = new Account
        {
            Id = Ulid.New(now),
            UserName = account.User,
            DisplayName = account.Name,
            Scope = account.Scope,
            CreatedAt = now,
        };
        var password = NewPassword();
        Require(await accounts.CreateAsync(record, password));
        Require(await accounts.AddToRoleAsync(record, account.Role));
        return password;
    }

    public async Task<bool> ExistsAsync(string user) => await accounts.FindByNameAsync(user) is not null;

    /// <summary>Gives the account a new password, ends its sessions within a minute and returns the password.</summary>
    public async Task<string> RenewPasswordAsync(string user)
    {
        var record = await accounts.FindByNameAsync(user) ?? throw new InvalidOperationException($"There is no account {user}.");
        var password = NewPassword();
        Require(await accounts.RemovePasswordAsync(record));
        Require(await accounts.AddPasswordAsync(record, password));
        return password;
    }

    /// <summary>Twenty characters, about 115 random bits, with one of each class the password policy asks for.</summary>
    private static string NewPassword()
    {
        char[] password =
        [
            .. RandomNumberGenerator.GetItems<char>(Letters + Capitals + Digits, 16),
            .. RandomNumberGenerator.GetItems<char>(Letters, 1),
            .. RandomNumberGenerator.GetItems<char>(Capitals, 1),
            .. RandomNumberGenerator.GetItems<char>(Digits, 1),
            .. RandomNumberGenerator.GetItems<char>(Signs, 1),
        ];
        RandomNumberGenerator.Shuffle<char>(password);
        return new string(password);
    }

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
    }
}

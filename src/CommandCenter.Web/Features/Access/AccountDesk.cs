using System.Security.Claims;
using CommandCenter.Store.Records;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Access;

/// <summary>Where people sign in and out. Every failure is the same answer after the same work: nobody learns
/// whether an account exists, is locked or is disabled.</summary>
internal sealed class AccountDesk(
    UserManager<Account> accounts, SignInManager<Account> sessions, IPasswordHasher<Account> hasher)
{
    /// <summary>The one sentence for unknown, wrong, locked and disabled.</summary>
    public const string Refusal = "账号或密码不正确，或账号已被锁定。连续输错五次将锁定十五分钟。";

    private static readonly Account Nobody = new() { DisplayName = "", Scope = default };
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(Nobody, Guid.NewGuid().ToString());

    /// <summary>The caller whose session now exists, or null.</summary>
    public async Task<ClaimsPrincipal?> SignInAsync(string user, string password)
    {
        var account = await accounts.FindByNameAsync(user);
        if (account is null || account.DisabledAt is not null || await accounts.IsLockedOutAsync(account))
        {
            hasher.VerifyHashedPassword(Nobody, NobodysHash, password);
            return null;
        }

        var check = await sessions.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true);
        if (!check.Succeeded) return null;
        await sessions.SignInAsync(account, isPersistent: false);
        return sessions.Context.User;
    }

    /// <summary>False until the first administrator is made.</summary>
    public Task<bool> HasAccountsAsync() => accounts.Users.AnyAsync();

    public Task SignOutAsync() => sessions.SignOutAsync();
}

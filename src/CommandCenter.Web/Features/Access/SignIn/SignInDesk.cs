using CommandCenter.Domain.Access;
using CommandCenter.Store;
using CommandCenter.Store.Records;
using CommandCenter.Web.Features.Access.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Access.SignIn;

/// <summary>Where people sign in and out. Every failure is the same answer after the same work: nobody learns
/// whether an account exists, is locked, is disabled or has expired.</summary>
internal sealed class SignInDesk(
    IDbContextFactory<CommandCenterDb> stores,
    ILookupNormalizer names,
    IPasswordHasher<Account> hasher,
    SessionBook sessions,
    SecondFactor secondFactor,
    SignInThrottle throttle,
    AccessOptions options,
    TimeProvider clock)
{
    private static readonly Account Nobody = new() { DisplayName = "", Scope = default };
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(Nobody, Guid.NewGuid().ToString());

    /// <summary>The one sentence for unknown, wrong, locked, disabled and expired.</summary>
    public string Refusal =>
        $"账号或密码不正确，或账号已被锁定。连续输错 {options.Profile.FailuresToLock} 次将锁定 {options.Profile.LockFor.TotalMinutes:0} 分钟。";

    /// <summary>Signs in with a password, and a code where the account has a second factor.</summary>
    public async Task<SignInAnswer> SignInAsync(HttpContext context, string user, string password, string? code)
    {
        var name = names.NormalizeName(user);
        if (throttle.Enter(context, name) is { } wait) return new SignInAnswer.TooMany(wait);

        await using var store = await stores.CreateDbContextAsync(context.RequestAborted);
        var account = await store.Accounts.SingleOrDefaultAsync(one => one.NormalizedUserName == name, context.RequestAborted);
        var check = hasher.VerifyHashedPassword(account ?? Nobody, account?.PasswordHash ?? NobodysHash, password);
        if (account is null || check is PasswordVerificationResult.Failed || !await MaySignInAsync(store, account, context.RequestAborted))
        {
            await CountFailureAsync(store, name, context.RequestAborted);
            return SignInAnswer.Refused.Instance;
        }

        if (check is PasswordVerificationResult.SuccessRehashNeeded) account.PasswordHash = hasher.HashPassword(account, password);
        if (!account.TwoFactorEnabled) return await WelcomeAsync(context, store, account, SignInMeans.Password);
        if (string.IsNullOrWhiteSpace(code))
        {
            throttle.GiveBack(context, name);
            return new SignInAnswer.CodeNeeded(secondFactor.Step(account));
        }
        return await CheckCodeAsync(context, store, account, code);
    }

    /// <summary>The second step on its own: the sealed answer of the first, and a code.</summary>
    public async Task<SignInAnswer> ContinueAsync(HttpContext context, string step, string code)
    {
        await using var store = await stores.CreateDbContextAsync(context.RequestAborted);
        var opened = secondFactor.Open(step);
        var account = opened is null ? null : await store.Accounts.SingleOrDefaultAsync(one => one.Id == opened.Value.AccountId, context.RequestAborted);
        if (account is null || account.PasswordHash != opened!.Value.PasswordHash) return SignInAnswer.Refused.Instance;
        if (throttle.Enter(context, account.NormalizedUserName!) is { } wait) return new SignInAnswer.TooMany(wait);
        return await MaySignInAsync(store, account, context.RequestAborted)
            ? await CheckCodeAsync(context, store, account, code)
            : SignInAnswer.Refused.Instance;
    }

    /// <summary>False until the first account is made.</summary>
    public async Task<bool> HasAccountsAsync(CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        return await store.Accounts.AnyAsync(cancel);
    }

    public async Task SignOutAsync(HttpContext context)
    {
        if (context.User.SessionId() is { } id) await sessions.EndAsync(id, SessionEnd.SignedOut, context.RequestAborted);
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    private async Task<SignInAnswer> CheckCodeAsync(HttpContext context, CommandCenterDb store, Account account, string code)
    {
        if (await secondFactor.AcceptAsync(store, account, code, context.RequestAborted))
            return await WelcomeAsync(context, store, account, SignInMeans.SecondFactor);
        await CountFailureAsync(store, account.NormalizedUserName!, context.RequestAborted);
        return SignInAnswer.WrongCode.Instance;
    }

    private async Task<SignInAnswer> WelcomeAsync(HttpContext context, CommandCenterDb store, Account account, SignInMeans means)
    {
        (account.AccessFailedCount, account.LockoutEnd) = (0, null);
        await store.SaveChangesAsync(context.RequestAborted);
        throttle.GiveBack(context, account.NormalizedUserName!);
        if (context.User.SessionId() is { } former) await sessions.EndAsync(former, SessionEnd.SignedOut, context.RequestAborted);
        var (reference, session) = await sessions.OpenAsync(account, means, context, context.RequestAborted);
        await SessionCookie.GiveAsync(context, reference, session);
        return new SignInAnswer.Welcome(session.Caller);
    }

    private async Task<bool> MaySignInAsync(CommandCenterDb store, Account account, CancellationToken cancel)
    {
        var hasRole = await store.UserRoles.AnyAsync(role => role.UserId == account.Id, cancel);
        return new AccountStanding(account.DisabledAt, account.ExpiresAt, account.LockoutEnd, hasRole).MaySignIn(clock.GetUtcNow());
    }

    /// <summary>One statement, so that parallel guesses are all counted. An unknown name costs the same statement; a lock is not made longer.</summary>
    private async Task CountFailureAsync(CommandCenterDb store, string name, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? until = now + options.Profile.LockFor;
        var limit = options.Profile.FailuresToLock;
        await store.Accounts
            .Where(account => account.NormalizedUserName == name && (account.LockoutEnd == null || account.LockoutEnd <= now))
            .ExecuteUpdateAsync(account => account
                .SetProperty(a => a.LockoutEnd, a => a.AccessFailedCount + 1 >= limit ? until : null)
                .SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1 >= limit ? 0 : a.AccessFailedCount + 1), cancel);
    }
}

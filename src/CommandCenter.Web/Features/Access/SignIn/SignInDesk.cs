using CommandCenter.Domain.Access;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Features.Access.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Access.SignIn;

/// <summary>Where people sign in and out. Every failure is the same answer after the same work: nobody learns
/// whether an account exists, is locked, is disabled or has expired.</summary>
public sealed class SignInDesk(
    IDbContextFactory<CommandCenterDb> stores,
    ILookupNormalizer names,
    IPasswordHasher<Account> hasher,
    SessionBook sessions,
    SecondFactor secondFactor,
    SignInThrottle throttle,
    AuditTrail trail,
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
        var refusal = await RefusalOfAsync(store, account, check, context.RequestAborted);
        if (account is null || refusal is not null)
        {
            await CountFailureAsync(context, store, user, account, refusal!);
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
        return await RefusalOfAsync(store, account, PasswordVerificationResult.Success, context.RequestAborted) is null
            ? await CheckCodeAsync(context, store, account, code)
            : SignInAnswer.Refused.Instance;
    }

    /// <summary>False until the first account is made.</summary>
    public async Task<bool> HasAccountsAsync(CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        return await store.Accounts.AnyAsync(cancel);
    }

    /// <summary>An account that showed elsewhere who it is. Null when it may not come in.</summary>
    public async Task<SignInAnswer> SignInAsync(HttpContext context, string accountId)
    {
        await using var store = await stores.CreateDbContextAsync(context.RequestAborted);
        var account = await store.Accounts.SingleAsync(one => one.Id == accountId, context.RequestAborted);
        if (await RefusalOfAsync(store, account, PasswordVerificationResult.Success, context.RequestAborted) is not { } refusal)
            return await WelcomeAsync(context, store, account, SignInMeans.External);
        await trail.RecordAsync(AccessRecord.AtTheDoor(context, AuditActions.SignInRefused, account.UserName!, account, AuditOutcome.Denied, ("why", refusal)), context.RequestAborted);
        return SignInAnswer.Refused.Instance;
    }

    public async Task SignOutAsync(HttpContext context)
    {
        await EndFormerAsync(context);
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    private Task EndFormerAsync(HttpContext context) => context.User.SessionId() is { } id
        ? sessions.EndAsync(id, SessionEnd.SignedOut, AccessRecord.Of(context.User, sessions, AuditActions.SignedOut, null), context.RequestAborted)
        : Task.CompletedTask;

    private async Task<SignInAnswer> CheckCodeAsync(HttpContext context, CommandCenterDb store, Account account, string code)
    {
        if (await secondFactor.AcceptAsync(store, account, code, context.RequestAborted))
            return await WelcomeAsync(context, store, account, SignInMeans.SecondFactor);
        await CountFailureAsync(context, store, account.UserName!, account, "code");
        return SignInAnswer.WrongCode.Instance;
    }

    private async Task<SignInAnswer> WelcomeAsync(HttpContext context, CommandCenterDb store, Account account, SignInMeans means)
    {
        await EndFormerAsync(context);
        await using var transaction = await store.Database.BeginTransactionAsync(context.RequestAborted);
        (account.AccessFailedCount, account.LockoutEnd) = (0, null);
        var (reference, facts) = await sessions.OpenAsync(store, account, means, context, context.RequestAborted);
        await trail.AppendAsync(store,
            AccessRecord.AtTheDoor(context, AuditActions.SignedIn, account.UserName!, account, AuditOutcome.Done, ("means", means.ToString())), context.RequestAborted);
        await transaction.CommitAsync(context.RequestAborted);
        throttle.GiveBack(context, account.NormalizedUserName!);
        var session = sessions.Remember(facts, clock.GetUtcNow());
        await SessionCookie.GiveAsync(context, reference, session);
        return new SignInAnswer.Welcome(session.Caller);
    }

    /// <summary>Why a password does not open, for the audit alone; null when it does.</summary>
    private async Task<string?> RefusalOfAsync(CommandCenterDb store, Account? account, PasswordVerificationResult check, CancellationToken cancel)
    {
        var id = account?.Id ?? "";
        var hasRole = await store.UserRoles.AnyAsync(role => role.UserId == id, cancel);
        if (account is null) return "unknown";
        if (check is PasswordVerificationResult.Failed) return "password";
        var standing = new AccountStanding(account.DisabledAt, account.ExpiresAt, account.LockoutEnd, hasRole);
        var now = clock.GetUtcNow();
        return standing.MaySignIn(now) ? null : standing.EndsSessions(now)?.ToString() ?? (standing.IsLocked(now) ? "locked" : "no role");
    }

    /// <summary>One statement, so that parallel guesses are all counted. An unknown name costs the same statement and the same
    /// record; a lock is not made longer.</summary>
    private async Task CountFailureAsync(HttpContext context, CommandCenterDb store, string user, Account? account, string why)
    {
        var (name, cancel) = (names.NormalizeName(user), context.RequestAborted);
        var now = clock.GetUtcNow();
        DateTimeOffset? until = now + options.Profile.LockFor;
        var limit = options.Profile.FailuresToLock;
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        await store.Accounts
            .Where(one => one.NormalizedUserName == name && (one.LockoutEnd == null || one.LockoutEnd <= now))
            .ExecuteUpdateAsync(one => one
                .SetProperty(a => a.LockoutEnd, a => a.AccessFailedCount + 1 >= limit ? until : null)
                .SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1 >= limit ? 0 : a.AccessFailedCount + 1), cancel);
        var locked = why != "locked" && await store.Accounts.AnyAsync(one => one.NormalizedUserName == name && one.LockoutEnd > now, cancel);
        await trail.AppendAsync(store, AccessRecord.AtTheDoor(
            context, locked ? AuditActions.LockedOut : AuditActions.SignInRefused, user, account, AuditOutcome.Denied, ("why", why)), cancel);
        await transaction.CommitAsync(cancel);
    }
}

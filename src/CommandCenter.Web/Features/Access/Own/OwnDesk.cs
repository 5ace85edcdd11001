using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Features.Access.Accounts;
using CommandCenter.Web.Features.Access.Sessions;
using CommandCenter.Web.Features.Access.SignIn;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Access.Own;

/// <summary>What an account does to itself: password, authenticator, own sessions. An account for walls does nothing.</summary>
public sealed class OwnDesk(
    IDbContextFactory<CommandCenterDb> stores,
    PasswordBook passwords,
    SecondFactor secondFactor,
    SessionBook sessions,
    SignInThrottle throttle,
    AuditTrail trail,
    AccessOptions options)
{
    private const int SessionsShown = 20;
    private static readonly OwnChange Nobody = new("大屏账号只能查看，不能更改。");

    public SecurityProfile Profile => options.Profile;

    /// <summary>True when the role may not do without an authenticator.</summary>
    public bool NeedsSecondFactor(ClaimsPrincipal caller) =>
        caller.FindFirstValue(AccountClaims.Pending) == AccountClaims.PendingSecondFactor
        || options.Profile.SecondFactorRoles.Contains(caller.Role());

    public async Task<OwnAccount?> ReadAsync(ClaimsPrincipal caller, CancellationToken cancel)
    {
        var id = caller.AccountId();
        await using var store = await stores.CreateDbContextAsync(cancel);
        if (await store.Accounts.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancel) is not { } account) return null;
        var all = await store.Sessions.AsNoTracking().Where(session => session.AccountId == id)
            .OrderBy(session => session.EndedAt != null).ThenByDescending(session => session.CreatedAt).Take(SessionsShown).ToListAsync(cancel);
        return new(
            account.UserName!, account.DisplayName, account is { IsDisplay: true, PhoneNumber: { } phone } ? Masking.Phone(phone) : account.PhoneNumber,
            account.IsDisplay, account.TwoFactorEnabled,
            account.TwoFactorEnabled ? null : secondFactor.SecretOf(account),
            await store.RecoveryCodes.CountAsync(code => code.AccountId == id, cancel),
            account.PasswordChangedAt, account.ExpiresAt, all);
    }

    /// <summary>Another password: ends the account's other sessions.</summary>
    public Task<OwnChange> ChangePasswordAsync(HttpContext context, string current, string wanted, string again) => ChangeAsync(context, AuditActions.PasswordChanged, "own", async (store, account) =>
    {
        if (wanted != again) return new("两次输入的新密码不一致。");
        if (Check(context, account, current) is { } fault) return new(fault);
        if (await passwords.FaultsAsync(store, account, wanted, context.RequestAborted) is [var first, ..]) return new(first);
        passwords.Set(store, account, wanted, mustChange: false);
        return OwnChange.Done;
    }, endsOthers: true);

    /// <summary>Makes a secret for an authenticator; it is in force when a code of it was shown.</summary>
    public Task<OwnChange> BeginSecondFactorAsync(HttpContext context, string password) => ChangeAsync(context, AuditActions.SecondFactorChanged, "begun", (_, account) =>
    {
        if (account.TwoFactorEnabled) return Task.FromResult(new OwnChange("已启用动态口令。"));
        if (Check(context, account, password) is { } fault) return Task.FromResult(new OwnChange(fault));
        secondFactor.NewSecret(account);
        return Task.FromResult(OwnChange.Done);
    }, endsOthers: false);

    /// <summary>The first code of the authenticator: it is in force from here on, and ten recovery codes are shown.</summary>
    public Task<OwnChange> ConfirmSecondFactorAsync(HttpContext context, string code) => ChangeAsync(context, AuditActions.SecondFactorChanged, "enrolled", async (store, account) =>
    {
        if (account.TwoFactorEnabled) return new("已启用动态口令。");
        if (!secondFactor.Confirms(account, code)) return new("动态口令不正确，请核对手机时间后重试。");
        return new(null, await secondFactor.NewRecoveryCodesAsync(store, account, context.RequestAborted));
    }, endsOthers: true);

    /// <summary>Ten new recovery codes in place of those before.</summary>
    public Task<OwnChange> RenewRecoveryCodesAsync(HttpContext context, string code) => ChangeAsync(context, AuditActions.SecondFactorChanged, "recovery codes", async (store, account) =>
        account.TwoFactorEnabled && await secondFactor.AcceptAsync(store, account, code, context.RequestAborted)
            ? new(null, await secondFactor.NewRecoveryCodesAsync(store, account, context.RequestAborted))
            : new("动态口令不正确或已经用过。"), endsOthers: false);

    /// <summary>Takes the own authenticator off, for another telephone.</summary>
    public Task<OwnChange> RemoveSecondFactorAsync(HttpContext context, string code) => ChangeAsync(context, AuditActions.SecondFactorChanged, "removed", async (store, account) =>
    {
        if (!account.TwoFactorEnabled || !await secondFactor.AcceptAsync(store, account, code, context.RequestAborted))
            return new("动态口令不正确或已经用过。");
        await SecondFactor.RemoveAsync(store, account, context.RequestAborted);
        return OwnChange.Done;
    }, endsOthers: true);

    /// <summary>Ends one of the own sessions, or all but this one.</summary>
    public async Task EndSessionsAsync(ClaimsPrincipal caller, string? id, CancellationToken cancel)
    {
        var (account, current) = (caller.AccountId(), caller.SessionId());
        await using var store = await stores.CreateDbContextAsync(cancel);
        var which = store.Sessions.Where(session => session.AccountId == account && session.Id != current);
        if (id is not null) which = which.Where(session => session.Id == id);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        var ended = await sessions.EndAsync(store, which, SessionEnd.EndedByOwner, cancel);
        if (ended.Count > 0)
            await trail.AppendAsync(store, AccessRecord.Of(caller, sessions, AuditActions.SessionEnded, null, ("count", $"{ended.Count}")), cancel);
        await transaction.CommitAsync(cancel);
        sessions.Forget(ended);
    }

    private async Task<OwnChange> ChangeAsync(
        HttpContext context, string action, string what, Func<CommandCenterDb, Account, Task<OwnChange>> change, bool endsOthers)
    {
        var cancel = context.RequestAborted;
        var (id, current) = (context.User.AccountId(), context.User.SessionId());
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        var account = await store.Accounts.SingleAsync(one => one.Id == id, cancel);
        if (account.IsDisplay) return Nobody;
        var done = await change(store, account);
        if (done.Fault is not null) return done;
        await store.SaveChangesAsync(cancel);
        var ended = endsOthers
            ? await sessions.EndAsync(store, store.Sessions.Where(one => one.AccountId == id && one.Id != current), SessionEnd.CredentialsChanged, cancel)
            : [];
        await trail.AppendAsync(store, AccessRecord.Of(context.User, sessions, action, account, ("what", what)), cancel);
        await transaction.CommitAsync(cancel);
        sessions.Forget(ended);
        sessions.Doubt(account.Id);
        return done;
    }

    /// <summary>Whoever sits at a page left open does not know the password.</summary>
    private string? Check(HttpContext context, Account account, string password)
    {
        if (throttle.Enter(context, account.NormalizedUserName!) is { } wait) return SignInThrottle.Sentence(wait);
        if (!passwords.IsRight(account, password)) return "当前密码不正确。";
        throttle.GiveBack(context, account.NormalizedUserName!);
        return null;
    }
}

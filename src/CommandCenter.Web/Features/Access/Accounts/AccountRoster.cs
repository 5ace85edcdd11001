using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Features.Access.Sessions;
using CommandCenter.Web.Features.Access.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Access.Accounts;

/// <summary>The door through which administrators change accounts. Each act is judged (<see cref="ThreeAdministrators"/>), done,
/// recorded and its sessions ended in one transaction: the caller's where one is open, else one of its own. Works on the store of
/// its scope; a circuit goes through <see cref="AccountsDesk"/>.</summary>
public sealed class AccountRoster(
    CommandCenterDb store, AccountRegister register, PasswordBook passwords, DraftReader drafts, SessionBook sessions, AuditTrail trail, AccessOptions options, TimeProvider clock)
{
    public bool Carries(ClaimsPrincipal caller, Duty duty) => ThreeAdministrators.Carries(caller.Role(), duty, options.Profile.Separated);

    public async Task<Outcome<AccountMade>> MakeAsync(ClaimsPrincipal caller, AccountDraft draft, CancellationToken cancel)
    {
        if (!Carries(caller, Duty.MakeAccounts)) return Refusals.Of(DutyRefusal.NotYourDuty);
        var read = drafts.Read(draft, caller.RegionScope(), Carries(caller, Duty.GrantRights));
        if (read.Value is not { } wanted) return read.Refusal!;
        if (await register.ExistsAsync(wanted.User)) return Refusals.Taken;
        await using var transaction = await BeginAsync(cancel);
        var made = await MakeAsync(caller, wanted, cancel);
        if (transaction is not null) await transaction.CommitAsync(cancel);
        return made;
    }

    /// <summary>Makes all of a file's accounts or none. Without <paramref name="takes"/> it only says what is wrong.</summary>
    public async Task<Outcome<ImportAnswer>> ImportAsync(ClaimsPrincipal caller, AccountFile file, bool takes, CancellationToken cancel)
    {
        if (!Carries(caller, Duty.MakeAccounts)) return Refusals.Of(DutyRefusal.NotYourDuty);
        var (wanted, faults) = await CheckAsync(caller, file);
        if (faults.Count > 0 || !takes) return new ImportAnswer(wanted.Count, faults, []);
        await using var transaction = await BeginAsync(cancel);
        var made = new List<AccountMade>();
        foreach (var account in wanted) made.Add(await MakeAsync(caller, account, cancel));
        if (transaction is not null) await transaction.CommitAsync(cancel);
        return new ImportAnswer(made.Count, [], made);
    }

    public Task<Outcome<AccountRow>> ChangeAsync(ClaimsPrincipal caller, string id, AccountPatch patch, CancellationToken cancel) =>
        new AccountChange(caller, patch, drafts, register).JudgeAndApplyAsync(this, id, cancel);

    public Task<Outcome<AccountRow>> DisableAsync(ClaimsPrincipal caller, string id, CancellationToken cancel) =>
        ActAsync(caller, id, Duty.SwitchAccounts, AuditActions.AccountDisabled, SessionEnd.AccountDisabled, account =>
        {
            account.DisabledAt ??= clock.GetUtcNow();
            return Task.CompletedTask;
        }, cancel);

    public Task<Outcome<AccountRow>> EnableAsync(ClaimsPrincipal caller, string id, CancellationToken cancel) =>
        ActAsync(caller, id, Duty.SwitchAccounts, AuditActions.AccountEnabled, null, account =>
        {
            account.DisabledAt = null;
            return Task.CompletedTask;
        }, cancel);

    public Task<Outcome<AccountRow>> UnlockAsync(ClaimsPrincipal caller, string id, CancellationToken cancel) =>
        ActAsync(caller, id, Duty.Unlock, AuditActions.AccountChanged, null, account =>
        {
            (account.LockoutEnd, account.AccessFailedCount) = (null, 0);
            return Task.CompletedTask;
        }, cancel, ("what", "unlocked"));

    public Task<Outcome<AccountRow>> ResetSecondFactorAsync(ClaimsPrincipal caller, string id, CancellationToken cancel) =>
        ActAsync(caller, id, Duty.ResetSecondFactors, AuditActions.SecondFactorChanged, SessionEnd.CredentialsChanged,
            account => SecondFactor.RemoveAsync(store, account, cancel), cancel, ("what", "reset"));

    /// <summary>A new password, shown once, to be changed at the next sign-in.</summary>
    public async Task<Outcome<AccountMade>> ResetPasswordAsync(ClaimsPrincipal caller, string id, CancellationToken cancel)
    {
        var password = PasswordBook.Generate();
        var done = await ActAsync(caller, id, Duty.ResetPasswords, AuditActions.PasswordChanged, SessionEnd.CredentialsChanged, account =>
        {
            passwords.Set(store, account, password, mustChange: true);
            return Task.CompletedTask;
        }, cancel, ("what", "reset"));
        return done.Value is { } row ? new AccountMade(row.Id, row.User, password) : done.Refusal!;
    }

    /// <summary>Ends one session of the account, or all.</summary>
    public Task<Outcome<AccountRow>> EndSessionsAsync(ClaimsPrincipal caller, string id, string? session, CancellationToken cancel) =>
        ActAsync(caller, id, Duty.EndSessions, AuditActions.SessionEnded, SessionEnd.EndedByAdministrator, _ => Task.CompletedTask, cancel,
            session is null ? [("which", "all")] : [("which", session[..Math.Min(8, session.Length)])], session);

    public async Task<Outcome<IReadOnlyList<SessionRecord>>> SessionsAsync(ClaimsPrincipal caller, string id, CancellationToken cancel)
    {
        if (await FindAsync(caller, id, cancel) is null) return Refusals.NoAccount;
        return new(await store.Sessions.AsNoTracking().Where(session => session.AccountId == id)
            .OrderBy(session => session.EndedAt != null).ThenByDescending(session => session.CreatedAt).Take(50).ToListAsync(cancel), null);
    }

    /// <summary>The whole telephone number, for whoever may see the account and says why. That it was shown is in the trail before
    /// it is: what cannot be recorded is not shown.</summary>
    /// <exception cref="AuditUnavailableException">The trail does not take it.</exception>
    public async Task<Outcome<PhoneShown>> RevealPhoneAsync(ClaimsPrincipal caller, string id, string? reason, CancellationToken cancel)
    {
        if (!Carries(caller, Duty.ListAccounts)) return Refusals.Of(DutyRefusal.NotYourDuty);
        if (DraftReader.ReadReason(reason) is not { } why) return Refusals.NoReason;
        if (await FindAsync(caller, id, cancel) is not { } account) return Refusals.NoAccount;
        if (account.PhoneNumber is not { Length: > 0 } phone) return Refusals.NoPhone;
        var masked = Masking.Phone(phone);
        // A reason that quotes the number would carry it into the trail.
        var reasons = why.Replace(phone, masked, StringComparison.Ordinal);
        await trail.RecordAsync(AccessRecord.Of(caller, sessions, AuditActions.PersonalDataShown, account, ("phone", masked), ("reason", reasons)), cancel);
        return new PhoneShown(phone);
    }

    /// <summary>Ties the account to a subject of the organisation's own sign-in; an empty subject unties it.</summary>
    public Task<Outcome<AccountRow>> LinkAsync(ClaimsPrincipal caller, string id, string provider, string subject, CancellationToken cancel) =>
        ActAsync(caller, id, Duty.LinkIdentities, AuditActions.AccountChanged, SessionEnd.CredentialsChanged, async account =>
        {
            await store.UserLogins.Where(link => link.UserId == account.Id && link.LoginProvider == provider).ExecuteDeleteAsync(cancel);
            if (subject.Length > 0)
                store.UserLogins.Add(new() { LoginProvider = provider, ProviderKey = subject, ProviderDisplayName = provider, UserId = account.Id });
        }, cancel, ("what", subject.Length > 0 ? "linked" : "unlinked"));

    /// <summary>Judges, does, records and ends sessions: all of it or nothing.</summary>
    internal async Task<Outcome<AccountRow>> ActAsync(
        ClaimsPrincipal caller, string id, Duty duty, string action, SessionEnd? ends, Func<Account, Task> act, CancellationToken cancel, params (string, string)[] detail) =>
        await ActAsync(caller, id, duty, action, ends, act, cancel, detail, session: null);

    internal async Task<Account?> FindAsync(ClaimsPrincipal caller, string id, CancellationToken cancel) =>
        await store.Accounts.SingleOrDefaultAsync(account => account.Id == id, cancel) is { } found && caller.RegionScope().Covers(found.Scope) ? found : null;

    internal async Task<string?> RoleOfAsync(string id, CancellationToken cancel) =>
        await (from held in store.UserRoles where held.UserId == id join role in store.Roles on held.RoleId equals role.Id select role.Name).FirstOrDefaultAsync(cancel);

    private async Task<Outcome<AccountRow>> ActAsync(
        ClaimsPrincipal caller, string id, Duty duty, string action, SessionEnd? ends, Func<Account, Task> act, CancellationToken cancel, (string, string)[] detail, string? session)
    {
        if (!Carries(caller, duty)) return Refusals.Of(DutyRefusal.NotYourDuty);
        await using var transaction = await BeginAsync(cancel);
        if (await FindAsync(caller, id, cancel) is not { } account) return Refusals.NoAccount;
        var target = new AdministeredAccount(id, await RoleOfAsync(id, cancel));
        if (ThreeAdministrators.Judge(new(caller.AccountId()!, caller.Role()), duty, target, options.Profile.Separated) is { } refusal) return Refusals.Of(refusal);

        await act(account);
        account.ConcurrencyStamp = Guid.NewGuid().ToString();
        await store.SaveChangesAsync(cancel);
        var which = store.Sessions.Where(one => one.AccountId == id && (session == null || one.Id == session));
        var ended = ends is { } why ? await sessions.EndAsync(store, which, why, cancel) : [];
        await trail.AppendAsync(store, AccessRecord.Of(caller, sessions, action, account, detail), cancel);
        if (transaction is not null) await transaction.CommitAsync(cancel);
        sessions.Forget(ended);
        sessions.Doubt(id);
        return await RosterQuery.RowAsync(store, id, cancel);
    }

    private async Task<AccountMade> MakeAsync(ClaimsPrincipal caller, NewAccount wanted, CancellationToken cancel)
    {
        var password = PasswordBook.Generate();
        var account = await register.CreateAsync(wanted, password, mustChange: !wanted.IsDisplay);
        await trail.AppendAsync(store, AccessRecord.Of(caller, sessions, AuditActions.AccountCreated, account,
            ("role", wanted.Role ?? ""), ("scope", wanted.Scope.ToString()), ("phone", wanted.Phone is { } phone ? Masking.Phone(phone) : "")), cancel);
        return new(account.Id, account.UserName!, password);
    }

    private async Task<(List<NewAccount> Wanted, List<RowFault> Faults)> CheckAsync(ClaimsPrincipal caller, AccountFile file)
    {
        var faults = new List<RowFault>(file.Faults);
        var wanted = new List<NewAccount>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (line, draft) in file.Rows)
        {
            var read = drafts.Read(draft, caller.RegionScope(), Carries(caller, Duty.GrantRights));
            if (read.Value is not { } account) faults.Add(new(line, draft.User ?? "", read.Refusal!.Detail));
            else if (!seen.Add(account.User)) faults.Add(new(line, account.User, "同一文件中账号重复。"));
            else if (await register.ExistsAsync(account.User)) faults.Add(new(line, account.User, Refusals.Taken.Detail));
            else wanted.Add(account);
        }
        return (wanted, faults);
    }

    private async Task<IDbContextTransaction?> BeginAsync(CancellationToken cancel) =>
        store.Database.CurrentTransaction is null ? await store.Database.BeginTransactionAsync(cancel) : null;
}

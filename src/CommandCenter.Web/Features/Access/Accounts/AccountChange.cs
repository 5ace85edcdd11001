using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Access.Accounts;

/// <summary>One change of an account's description or rights: what the patch asks for decides whose duty it is.</summary>
public sealed class AccountChange(ClaimsPrincipal caller, AccountPatch patch, DraftReader drafts, AccountRegister register)
{
    private readonly List<(string, string)> _changes = [];

    public async Task<Outcome<AccountRow>> JudgeAndApplyAsync(AccountRoster roster, string id, CancellationToken cancel)
    {
        var describes = patch.Name is not null || patch.Expires is not null || patch.Display is not null || patch.Phone is not null;
        var grants = patch.Role is not null || patch.Scope is not null;
        if (!describes && !grants) return Refusals.Invalid("empty_change", "没有要更改的内容。");
        if (describes && !roster.Carries(caller, Duty.DescribeAccounts)) return Refusals.Of(DutyRefusal.NotYourDuty);
        if (grants && !roster.Carries(caller, Duty.GrantRights)) return Refusals.Of(DutyRefusal.NotYourDuty);
        if (patch.Name is not null && DraftReader.ReadName(patch.Name) is null) return Refusals.Invalid("invalid_name", "姓名为 1 至 40 个字符。");
        if (!DraftReader.TryExpires(patch.Expires, out var expires)) return Refusals.Invalid("invalid_expires", "有效期应为日期，例如 2027-12-31。");
        if (!DraftReader.TryPhone(patch.Phone, out var phone)) return Refusals.BadPhone;
        var scope = patch.Scope is null ? null : drafts.ReadScope(patch.Scope, caller.RegionScope());
        if (patch.Scope is not null && scope is null) return Refusals.NoRegion;

        if (await roster.FindAsync(caller, id, cancel) is not { } found) return Refusals.NoAccount;
        var role = await roster.RoleOfAsync(id, cancel);
        var display = patch.Display ?? found.IsDisplay;
        if ((patch.Role ?? role) is { } wanted && ThreeAdministrators.JudgeRole(role, wanted, display) is { } refusal) return Refusals.Of(refusal);

        return await roster.ActAsync(caller, id, grants ? Duty.GrantRights : Duty.DescribeAccounts, AuditActions.AccountChanged,
            grants || display != found.IsDisplay ? SessionEnd.RightsChanged : null, ApplyAsync, cancel, Described(found, role, phone));

        async Task ApplyAsync(Account account)
        {
            account.DisplayName = DraftReader.ReadName(patch.Name) ?? account.DisplayName;
            account.IsDisplay = display;
            account.Scope = scope ?? account.Scope;
            if (patch.Expires is not null) account.ExpiresAt = expires;
            if (patch.Phone is not null) account.PhoneNumber = phone;
            if (patch.Role is not null) await register.GrantAsync(account, patch.Role);
        }
    }

    /// <summary>From what to what, for the audit: of a telephone number only what screens show.</summary>
    private (string, string)[] Described(Account account, string? role, string? phone)
    {
        Note("name", account.DisplayName, patch.Name);
        Note("role", role ?? "", patch.Role);
        Note("scope", account.Scope.ToString(), patch.Scope);
        Note("expires", account.ExpiresAt is { } day ? AccountTexts.Day(day) : "", patch.Expires);
        Note("display", account.IsDisplay ? "yes" : "no", patch.Display is { } display ? display ? "yes" : "no" : null);
        if (patch.Phone is not null && phone != account.PhoneNumber) _changes.Add(("phone", $"{Masked(account.PhoneNumber)} → {Masked(phone)}"));
        return [.. _changes];
    }

    private static string Masked(string? phone) => phone is null ? "" : Masking.Phone(phone);

    private void Note(string what, string from, string? to)
    {
        if (to is not null && to != from) _changes.Add((what, $"{from} → {to}"));
    }
}

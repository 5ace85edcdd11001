using System.Globalization;
using System.Text.RegularExpressions;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Access.Accounts;

/// <summary>Reads what somebody typed about an account; every fault is a code and a Chinese sentence.</summary>
public sealed partial class DraftReader(AtlasHolder atlases)
{
    private const int LongestName = 40;
    private const int LeastReason = 2;

    /// <summary>UTF-16 units.</summary>
    public const int MostReason = 200;

    /// <param name="grants">False where rights are granted by another administrator: role and scope are left out then.</param>
    public Outcome<NewAccount> Read(AccountDraft draft, RegionScope within, bool grants)
    {
        var user = draft.User?.Trim() ?? "";
        if (!UserName().IsMatch(user)) return Refusals.Invalid("invalid_user", "账号为 2 至 64 个字母、数字或 - . _ @ +。");
        if (ReadName(draft.Name) is not { } name) return Refusals.Invalid("invalid_name", $"姓名为 1 至 {LongestName} 个字符。");
        if (!TryExpires(draft.Expires, out var expires)) return Refusals.Invalid("invalid_expires", "有效期应为日期，例如 2027-12-31。");
        if (!TryPhone(draft.Phone, out var phone)) return Refusals.BadPhone;
        if (!grants)
            return string.IsNullOrWhiteSpace(draft.Role) ? new NewAccount(user, name, null, within.Root, draft.Display, expires, phone) : Refusals.Of(DutyRefusal.NotYourDuty);
        if (ThreeAdministrators.JudgeRole(null, draft.Role?.Trim() ?? "", draft.Display) is { } refusal) return Refusals.Of(refusal);
        if (ReadScope(draft.Scope, within) is not { } scope) return Refusals.NoRegion;
        return new NewAccount(user, name, draft.Role!.Trim(), scope, draft.Display, expires, phone);
    }

    public static string? ReadName(string? name) =>
        name?.Trim() is { Length: > 0 and <= LongestName } text && !text.Any(char.IsControl) ? text : null;

    /// <summary>A region that exists in the administrator's scope, or null.</summary>
    public RegionCode? ReadScope(string? text, RegionScope within) =>
        RegionCode.TryParse(text?.Trim(), null, out var code) && within.Covers(code)
        && (atlases.Current.Tree.All.Count == 0 || atlases.Current.Tree.Find(code) is not null) ? code : null;

    /// <summary>The end of the day that is named; null for none.</summary>
    public static bool TryExpires(string? text, out DateTimeOffset? expires)
    {
        expires = null;
        if (string.IsNullOrWhiteSpace(text)) return true;
        if (!DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year is < 2000 or > 9000) return false;
        expires = AccountTexts.EndOf(day);
        return true;
    }

    /// <summary>The number as it is kept; null for none.</summary>
    public static bool TryPhone(string? text, out string? phone)
    {
        phone = string.IsNullOrWhiteSpace(text) ? null : PhoneNumbers.Read(text);
        return phone is not null || string.IsNullOrWhiteSpace(text);
    }

    /// <summary>Why somebody wants to see what is masked, or null when that is not said.</summary>
    public static string? ReadReason(string? reason) => reason?.Trim() is { Length: >= LeastReason and <= MostReason } text ? text : null;

    [GeneratedRegex(@"\A[A-Za-z0-9\-._@+]{2,64}\z")]
    private static partial Regex UserName();
}

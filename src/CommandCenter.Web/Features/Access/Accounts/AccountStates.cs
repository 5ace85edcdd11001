using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Access.Accounts;

/// <summary>The state of an account in a word, the one that keeps it out first.</summary>
internal static class AccountStates
{
    public static IReadOnlyList<(string Key, string Text)> All { get; } =
        [("", "全部"), ("open", "可用"), ("pending", "待授权"), ("disabled", "已停用"), ("locked", "已锁定"), ("expired", "已到期"), ("display", "大屏")];

    public static (string Text, TagKind Kind) Of(AccountRow account, DateTimeOffset now) =>
        account.DisabledAt is not null ? ("已停用", TagKind.Inverse)
        : account.ExpiresAt <= now ? ("已到期", TagKind.Inverse)
        : account.LockedUntil > now ? ("已锁定", TagKind.Inverse)
        : account.Role is null ? ("待授权", TagKind.Preliminary)
        : account.MustChangePassword ? ("待改密码", TagKind.Preliminary)
        : ("可用", TagKind.Outline);
}

using CommandCenter.Domain.Access;

namespace CommandCenter.Web.Features.Access.Own;

/// <summary>What a role may see and what a profile wants of a password, in words for the own page.</summary>
internal static class RoleTexts
{
    public static IReadOnlyList<string> Sees(string? role) => role switch
    {
        Roles.Leader or Roles.Staff or Roles.Dispatcher or Roles.TownCadre => ["管辖范围内的区划画像、指标、设备与告警", "同一范围的大屏与手机页面"],
        Roles.SystemAdministrator => ["账号的建立、停用与密码重置", "接入令牌与系统设置", "不能查看业务数据"],
        Roles.SecurityAdministrator => ["账号的角色与范围、解锁、动态口令、登录会话", "不能查看业务数据"],
        Roles.AuditAdministrator => ["审计记录", "不能查看业务数据"],
        _ => ["完成设置之前，只能打开本页"],
    };

    public static string Passwords(PasswordRules rules) =>
        $"至少 {rules.MinimumLength} 个字符"
        + (rules.CharacterClasses > 1 ? $"，含大写字母、小写字母、数字、符号中的 {rules.CharacterClasses} 类" : "")
        + (rules.History > 1 ? $"，不能含账号名，不能与最近 {rules.History} 次相同" : "，不能含账号名，不能与当前密码相同")
        + (rules.MaximumAge is { } age ? $"，{age.TotalDays:0} 天须更改一次。" : "。");
}

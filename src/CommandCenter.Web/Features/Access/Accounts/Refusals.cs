using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Access.Accounts;

/// <summary>Why an act on an account is refused, with its stable code and a Chinese sentence.</summary>
internal static class Refusals
{
    /// <summary>Also for what lies outside the administrator's scope: its existence is not told.</summary>
    public static Refusal NoAccount { get; } = new(StatusCodes.Status404NotFound, "account_not_found", "没有找到这个账号。");

    public static Refusal NoRegion { get; } = new(StatusCodes.Status404NotFound, "region_not_found", "没有找到这个区划，或它不在您的管辖范围内。");

    public static Refusal NoPhone { get; } = new(StatusCodes.Status404NotFound, "phone_not_found", "这个账号没有登记联系电话。");

    public static Refusal NoReason { get; } = Invalid("reason_required", "请写明查看理由，2 至 200 个字符。");

    public static Refusal BadPhone { get; } = Invalid("invalid_phone", "联系电话应为 11 位手机号，或带区号的固定电话，例如 0750-3123456。");

    public static Refusal Taken { get; } = new(StatusCodes.Status409Conflict, "account_exists", "账号名已被使用。");

    public static Refusal Of(DutyRefusal refusal) => refusal switch
    {
        DutyRefusal.YourOwnAccount => new(StatusCodes.Status403Forbidden, "own_account", "不能对自己的账号执行此操作。"),
        DutyRefusal.AdministratorsPassword => new(StatusCodes.Status403Forbidden, "administrator_password", "三员的密码只能在服务器控制台上更新。"),
        DutyRefusal.UnknownRole => new(StatusCodes.Status400BadRequest, "unknown_role", "没有这种角色。"),
        DutyRefusal.TwoOffices => new(StatusCodes.Status409Conflict, "two_offices", "三员之间不能转任：请另建账号。"),
        DutyRefusal.DisplayAdministrator => new(StatusCodes.Status409Conflict, "display_administrator", "大屏账号不能担任管理员。"),
        _ => new(StatusCodes.Status403Forbidden, "not_your_duty", "这不是您的职责。"),
    };

    public static Refusal Invalid(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}

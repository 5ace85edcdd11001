using CommandCenter.Domain.Access;

namespace CommandCenter.Web.Features.Access.Sessions;

/// <summary>Why a session is over, as the sign-in page says it and as its address names it.</summary>
internal static class SessionEnds
{
    /// <summary>One Chinese sentence.</summary>
    public static string Sentence(SessionEnd end) => end switch
    {
        SessionEnd.SignedOut => "您已退出登录。",
        SessionEnd.Idle => "会话已结束：长时间没有操作。请重新登录。",
        SessionEnd.TooOld => "会话已结束：已达到最长时限。请重新登录。",
        SessionEnd.EndedByOwner => "会话已结束：您在另一处结束了它。",
        SessionEnd.EndedByAdministrator => "会话已结束：由管理员结束。请重新登录。",
        SessionEnd.AccountDisabled or SessionEnd.AccountExpired => "会话已结束：账号已停用或到期，请联系管理员。",
        SessionEnd.CredentialsChanged => "会话已结束：密码或验证方式已更改。请重新登录。",
        SessionEnd.RightsChanged => "会话已结束：账号权限已调整。请重新登录。",
        _ => "会话已结束。请重新登录。",
    };

    /// <summary>The reason that an address names, or null; an address can name nothing but these.</summary>
    public static SessionEnd? Read(string? name) =>
        Enum.GetValues<SessionEnd>().Cast<SessionEnd?>().FirstOrDefault(end => string.Equals(end.ToString(), name, StringComparison.OrdinalIgnoreCase));
}

using CommandCenter.Domain.Access;

namespace CommandCenter.Web.Features.Access.Sessions;

/// <summary>Sessions in the words of a list.</summary>
internal static class SessionTexts
{
    // Order matters: Edge and WeChat call themselves Chrome as well, and Chrome calls itself Safari.
    private static readonly (string Mark, string Name)[] Programs =
        [("MicroMessenger", "微信"), ("Edg", "Edge"), ("HeadlessChrome", "Chromium"), ("Chrome", "Chrome"), ("Firefox", "Firefox"), ("Safari", "Safari"), ("curl", "curl")];

    private static readonly (string Mark, string Name)[] Systems =
        [("HarmonyOS", "鸿蒙"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")];

    /// <summary>Browser and system as far as the client names them; anybody can claim to be anything.</summary>
    public static string Client(string agent)
    {
        var program = Programs.FirstOrDefault(one => agent.Contains(one.Mark, StringComparison.Ordinal)).Name;
        var system = Systems.FirstOrDefault(one => agent.Contains(one.Mark, StringComparison.Ordinal)).Name;
        return (program, system) switch
        {
            (null, null) => "程序",
            (null, _) => system,
            (_, null) => program,
            _ => $"{program} · {system}",
        };
    }

    public static string Means(SignInMeans means) => means switch
    {
        SignInMeans.SecondFactor => "密码 + 动态口令",
        SignInMeans.External => "统一认证",
        _ => "密码",
    };

    /// <summary>What ended it, after the time.</summary>
    public static string End(SessionEnd? end) => end switch
    {
        SessionEnd.SignedOut => "退出",
        SessionEnd.Idle => "超时结束",
        SessionEnd.TooOld => "到达时限",
        SessionEnd.EndedByOwner => "本人结束",
        SessionEnd.EndedByAdministrator => "管理员结束",
        SessionEnd.AccountDisabled => "账号停用",
        SessionEnd.AccountExpired => "账号到期",
        SessionEnd.CredentialsChanged => "密码或口令更改",
        SessionEnd.RightsChanged => "权限调整",
        _ => "结束",
    };
}

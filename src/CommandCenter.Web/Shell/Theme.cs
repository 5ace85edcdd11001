namespace CommandCenter.Web.Shell;

/// <summary>Dark or light: the values of <c>data-theme</c>, remembered by the browser in a cookie that js/shell.js writes.</summary>
public static class Theme
{
    public const string Dark = "dark";
    public const string Light = "light";
    private const string Cookie = "theme";

    /// <summary>The chosen theme; walls are always dark.</summary>
    public static string Of(HttpContext context, string screen) =>
        screen != Screen.Wall && context.Request.Cookies[Cookie] == Light ? Light : Dark;
}

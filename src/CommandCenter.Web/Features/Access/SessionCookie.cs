using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Identity;

namespace CommandCenter.Web.Features.Access;

/// <summary>The session of a person. A page without one leads to the sign-in page; everything else says 401 or 403.</summary>
internal static class SessionCookie
{
    public const string LoginPath = "/login";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "cc.session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.LoginPath = LoginPath;
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = SecurityStampValidator.ValidatePrincipalAsync;
        options.Events.OnRedirectToLogin = context => IsPage(context.HttpContext)
            ? Redirect(context)
            : Refuse(context.HttpContext, StatusCodes.Status401Unauthorized, "no_session", "请先登录。");
        options.Events.OnRedirectToAccessDenied = context =>
            Refuse(context.HttpContext, StatusCodes.Status403Forbidden, "forbidden", "当前账号没有此项权限。");
    }

    private static bool IsPage(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery); // whatever name a proxy gave this server
        return Task.CompletedTask;
    }

    private static Task Refuse(HttpContext context, int status, string code, string detail) =>
        Problem.Of(status, code, detail).ExecuteAsync(context);
}

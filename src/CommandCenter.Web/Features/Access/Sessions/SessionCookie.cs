using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace CommandCenter.Web.Features.Access.Sessions;

/// <summary>The session of a person: the cookie holds a reference, the store has the rest. A page without a session leads to the
/// sign-in page, which says why the last one ended; everything else says 401 or 403.</summary>
internal static class SessionCookie
{
    public const string LoginPath = "/login";
    public const string AccountPath = "/account";

    private const string Reference = "reference";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "cc.session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.SlidingExpiration = false; // the store decides
        options.LoginPath = LoginPath;
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = context => IsPage(context.HttpContext)
            ? Redirect(context, WithReason(new Uri(context.RedirectUri).PathAndQuery, context.HttpContext)) // whatever name a proxy gave this server
            : Refuse(context.HttpContext, StatusCodes.Status401Unauthorized, "no_session",
                EndOf(context.HttpContext) is { } end ? SessionEnds.Sentence(end) : "请先登录。");
        options.Events.OnRedirectToAccessDenied = context => context.HttpContext.User.FindFirstValue(AccountClaims.Pending) switch
        {
            null => Refuse(context.HttpContext, StatusCodes.Status403Forbidden, "forbidden", "当前账号没有此项权限。"),
            _ when IsPage(context.HttpContext) => Redirect(context, AccountPath),
            AccountClaims.PendingPassword => Refuse(context.HttpContext, StatusCodes.Status403Forbidden, "password_change_required", "请先在“我的账号”中更改密码。"),
            _ => Refuse(context.HttpContext, StatusCodes.Status403Forbidden, "second_factor_enrolment_required", "请先在“我的账号”中启用动态口令。"),
        };
    }

    /// <summary>Gives the browser the reference of a new session; the caller is that account from here on.</summary>
    public static async Task GiveAsync(HttpContext context, string reference, LiveSession session)
    {
        var holder = new ClaimsPrincipal(new ClaimsIdentity([new Claim(Reference, reference)], IdentityConstants.ApplicationScheme));
        await context.SignInAsync(IdentityConstants.ApplicationScheme, holder, new AuthenticationProperties
        {
            ExpiresUtc = session.Facts.Session.ExpiresAt + TimeSpan.FromDays(1), // later than the store, which says why it ended
            IsPersistent = session.Facts.Account.IsDisplay, // a wall's browser is restarted at night
        });
        context.User = session.Caller;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var book = context.HttpContext.RequestServices.GetRequiredService<SessionBook>();
        var reference = context.Principal?.FindFirstValue(Reference);
        var (session, end) = reference is null ? default : await book.FindAsync(reference, context.HttpContext.RequestAborted);
        if (session is not null)
        {
            context.ReplacePrincipal(session.Caller);
            return;
        }
        context.RejectPrincipal();
        if (end is { } why) context.HttpContext.Items[typeof(SessionEnd)] = why;
    }

    private static SessionEnd? EndOf(HttpContext context) => context.Items[typeof(SessionEnd)] as SessionEnd?;

    private static string WithReason(string address, HttpContext context) =>
        EndOf(context) is { } end ? QueryHelpers.AddQueryString(address, "why", end.ToString()) : address;

    private static bool IsPage(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context, string address)
    {
        context.Response.Redirect(address);
        return Task.CompletedTask;
    }

    private static Task Refuse(HttpContext context, int status, string code, string detail) =>
        Problem.Of(status, code, detail).ExecuteAsync(context);
}

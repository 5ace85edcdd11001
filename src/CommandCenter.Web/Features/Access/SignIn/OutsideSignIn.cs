using CommandCenter.Web.Features.Access.Sessions;
using CommandCenter.Web.Shared.Outbound;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CommandCenter.Web.Features.Access.SignIn;

/// <summary>The organisation's own sign-in (OpenID Connect, code flow with PKCE). It shows who somebody is; what that person may do is
/// decided here alone: a subject opens an account that exists, is enabled and is tied to it, and never makes one.</summary>
public sealed record OutsideSignIn(Uri Authority, string Client, string Secret, string Name)
{
    public const string AuthorityKey = "COMMANDCENTER_OIDC_AUTHORITY";
    public const string ClientKey = "COMMANDCENTER_OIDC_CLIENT";
    public const string SecretKey = "COMMANDCENTER_OIDC_SECRET";
    public const string NameKey = "COMMANDCENTER_OIDC_NAME";
    public const string Scheme = "oidc";
    public const string Path = "/login/outside";

    /// <summary>Null where none is configured.</summary>
    /// <exception cref="InvalidOperationException">It is configured in part.</exception>
    public static OutsideSignIn? Read(IConfiguration configuration)
    {
        if (configuration[AuthorityKey] is not { Length: > 0 } text) return null;
        var mistakes = new List<string>();
        if (!Uri.TryCreate(text, UriKind.Absolute, out var authority) || !(authority.Scheme is "https" || (authority.Scheme is "http" && authority.IsLoopback)))
            mistakes.Add($"- {AuthorityKey}: {text} is no https address");
        if (string.IsNullOrEmpty(configuration[ClientKey])) mistakes.Add($"- {ClientKey}: is missing");
        if (string.IsNullOrEmpty(configuration[SecretKey])) mistakes.Add($"- {SecretKey}: is missing");
        return mistakes.Count == 0
            ? new(authority!, configuration[ClientKey]!, configuration[SecretKey]!, configuration[NameKey] ?? "统一认证")
            : throw new InvalidOperationException(string.Join(Environment.NewLine, ["The configuration has mistakes:", .. mistakes]));
    }

    public void Configure(OpenIdConnectOptions options)
    {
        options.Authority = Authority.ToString();
        options.BackchannelHttpHandler = new OutboundGuard(OutboundList.OfSetting(Authority.Host)).NewHandler(); // whatever its documents say, no other host is asked
        options.RequireHttpsMetadata = Authority.Scheme is "https";
        options.ClientId = Client;
        options.ClientSecret = Secret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.SaveTokens = false;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("profile");
        options.SignInScheme = IdentityConstants.ApplicationScheme;
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest); // the way back is a plain navigation
        options.Events.OnTicketReceived = ReceiveAsync;
        options.Events.OnRemoteFailure = context =>
        {
            context.HandleResponse();
            context.Response.Redirect(SessionCookie.LoginPath + "?outside=failed");
            return Task.CompletedTask;
        };
    }

    public static void Map(IEndpointRouteBuilder routes, OutsideSignIn? outside)
    {
        if (outside is null) return;
        routes.MapGet(Path, (string? returnUrl) => Results.Challenge(new AuthenticationProperties { RedirectUri = LocalAddress.Or(returnUrl, "/") }, [Scheme]))
            .AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>The provider vouches for a subject: our own session for its account, or a sentence why not.</summary>
    private static async Task ReceiveAsync(TicketReceivedContext context)
    {
        context.HandleResponse();
        var services = context.HttpContext.RequestServices;
        var account = await services.GetRequiredService<OutsideSubjects>().FindAsync(context.HttpContext, context.Principal!);
        var answer = account is null
            ? SignInAnswer.Refused.Instance
            : await services.GetRequiredService<SignInDesk>().SignInAsync(context.HttpContext, account);
        context.Response.Redirect(answer is SignInAnswer.Welcome ? LocalAddress.Or(context.ReturnUri, "/") : SessionCookie.LoginPath + "?outside=unknown");
    }
}

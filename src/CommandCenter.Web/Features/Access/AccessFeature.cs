using CommandCenter.Domain.Access;
using CommandCenter.Store;
using CommandCenter.Store.Records;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace CommandCenter.Web.Features.Access;

/// <summary>Accounts, sessions, ingest tokens and the policies that every route asks for.</summary>
public static class AccessFeature
{
    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddIdentityCore<Account>(Identity)
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<CommandCenterDb>()
            .AddClaimsPrincipalFactory<AccountPrincipals>()
            .AddSignInManager();
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, SessionCookie.Configure)
            .AddScheme<AuthenticationSchemeOptions, IngestTokenHandler>(IngestTokenHandler.SchemeName, configureOptions: null);
        services.Configure<SecurityStampValidatorOptions>(stamps => stamps.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddAuthorization(Policies);
        services.AddSingleton<IngestTokens>();
        services.AddScoped<AccountDesk>();
        services.AddScoped<AccountRegister>();
        return builder;
    }

    public static WebApplication MapAccess(this WebApplication app)
    {
        app.MapSession();
        return app;
    }

    private static void Identity(IdentityOptions options)
    {
        options.Password.RequiredLength = 12;
        options.Password.RequiredUniqueChars = 6;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
    }

    private static void Policies(AuthorizationOptions options)
    {
        options.AddPolicy(Permissions.SignedIn, policy => policy.RequireAuthenticatedUser());
        options.AddPolicy(Permissions.View, policy => policy.RequireRole(Roles.Leader, Roles.Staff, Roles.Dispatcher, Roles.TownCadre));
        options.AddPolicy(Permissions.Administer, policy => policy.RequireRole(Roles.SystemAdministrator));
        options.AddPolicy(Permissions.Ingest, policy => policy
            .AddAuthenticationSchemes(IngestTokenHandler.SchemeName)
            .RequireAuthenticatedUser());
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(NamesNoRoute).Build();
    }

    /// <summary>Refuses every route that asks for no policy. What is no route has nothing to protect and goes on to its 404, 405 or 415.</summary>
    private static bool NamesNoRoute(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;
}

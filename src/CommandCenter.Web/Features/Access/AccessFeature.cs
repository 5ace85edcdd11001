using CommandCenter.Domain.Access;
using CommandCenter.Store;
using CommandCenter.Store.Records;
using CommandCenter.Web.Features.Access.Accounts;
using CommandCenter.Web.Features.Access.Own;
using CommandCenter.Web.Features.Access.Sessions;
using CommandCenter.Web.Features.Access.Setup;
using CommandCenter.Web.Features.Access.SignIn;
using CommandCenter.Web.Features.Access.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;

namespace CommandCenter.Web.Features.Access;

/// <summary>Accounts, sessions, ingest tokens and the policies that every route asks for.</summary>
public static class AccessFeature
{
    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(AccessOptions.Read(builder.Configuration));
        services.AddIdentityCore<Account>(AnyPassword).AddRoles<IdentityRole>().AddEntityFrameworkStores<CommandCenterDb>();
        var schemes = services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, SessionCookie.Configure)
            .AddScheme<AuthenticationSchemeOptions, IngestTokenHandler>(IngestTokenHandler.SchemeName, configureOptions: null);
        if (OutsideSignIn.Read(builder.Configuration) is { } outside)
        {
            services.AddSingleton(outside);
            services.AddScoped<OutsideSubjects>();
            schemes.AddOpenIdConnect(OutsideSignIn.Scheme, outside.Configure);
        }
        services.AddAuthorization(Policies);
        services.AddSingleton<SessionBook>();
        services.AddHostedService<SessionWatch>();
        services.AddScoped<CircuitHandler, SessionActivity>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<SecondFactor>();
        services.AddScoped<PasswordBook>();
        services.AddSingleton<IngestTokens>();
        services.AddScoped<SignInDesk>();
        services.AddScoped<AccountRegister>();
        services.AddSingleton<DraftReader>();
        services.AddScoped<AccountRoster>();
        services.AddScoped<AccountsDesk>();
        services.AddScoped<TokenDesk>();
        services.AddScoped<OwnDesk>();
        services.AddScoped<SetupDesk>();
        services.AddHostedService<SetupToken>();
        return builder;
    }

    /// <summary>Who is asking, whether the session stands, whether the route opens to them.</summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseMiddleware<SessionLines>();
        app.UseMiddleware<DisplayAccounts>();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.Use(OneEffect.KeepBody);
        return app;
    }

    public static WebApplication MapAccess(this WebApplication app)
    {
        app.MapSession();
        app.MapAccounts();
        TokenDesk.Map(app);
        OutsideSignIn.Map(app, app.Services.GetService<OutsideSignIn>());
        return app;
    }

    /// <summary>Identity keeps the accounts; what a password has to be, the profile says (<see cref="PasswordBook"/>).</summary>
    private static void AnyPassword(IdentityOptions options) => options.Password = new()
    {
        RequiredLength = 1,
        RequireDigit = false,
        RequireLowercase = false,
        RequireUppercase = false,
        RequireNonAlphanumeric = false,
    };

    private static void Policies(AuthorizationOptions options)
    {
        options.AddPolicy(Permissions.SignedIn, policy => policy.RequireAuthenticatedUser());
        options.AddPolicy(Permissions.View, policy => policy.RequireRole(Roles.Leader, Roles.Staff, Roles.Dispatcher, Roles.TownCadre));
        options.AddPolicy(Permissions.KeepLayers, policy => policy.RequireRole(Roles.Staff));
        options.AddPolicy(Permissions.HandleAlarms, policy => policy.RequireRole(Roles.Staff, Roles.Dispatcher, Roles.TownCadre));
        options.AddPolicy(Permissions.KeepRules, policy => policy.RequireRole(Roles.Staff));
        options.AddPolicy(Permissions.KeepDevices, policy => policy.RequireRole(Roles.Staff));
        options.AddPolicy(Permissions.Administer, policy => policy.RequireRole(Roles.SystemAdministrator));
        options.AddPolicy(Permissions.Accounts, policy => policy.RequireRole(Roles.SystemAdministrator, Roles.SecurityAdministrator));
        options.AddPolicy(Permissions.Audit, policy => policy.RequireRole(Roles.AuditAdministrator));
        options.AddPolicy(Permissions.Ingest, policy => policy
            .AddAuthenticationSchemes(IngestTokenHandler.SchemeName)
            .RequireAuthenticatedUser());
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(NamesNoRoute).Build();
    }

    /// <summary>Refuses every route that asks for no policy. What is no route has nothing to protect and goes on to its 404, 405 or 415.</summary>
    private static bool NamesNoRoute(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;
}

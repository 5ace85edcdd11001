using CommandCenter.Analytics.Backup;
using CommandCenter.Domain.Access;
using CommandCenter.Store.Backup;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace CommandCenter.Web.Features.Operations;

/// <summary>运维: how the product is doing, and its backups.</summary>
internal static class OperationsFeature
{
    public static WebApplicationBuilder AddOperations(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<StoreBackup>();
        services.AddSingleton<FactsBackup>();
        services.AddSingleton<BackupDesk>();
        services.AddSingleton<RestoreDesk>();
        services.AddSingleton<StatusDesk>();
        services.AddHostedService<ServerNote>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, OperatorTokens>(OperatorTokens.SchemeName, configureOptions: null);
        services.Configure<AuthorizationOptions>(authorization => authorization.AddPolicy(Permissions.Operate, policy => policy
            .AddAuthenticationSchemes(IdentityConstants.ApplicationScheme, OperatorTokens.SchemeName)
            .RequireRole(Roles.SystemAdministrator)));
        builder.AddObservation();
        return builder;
    }

    public static WebApplication MapOperations(this WebApplication app)
    {
        app.MapOperationsRoutes();
        return app;
    }
}

using CommandCenter.Store;
using Microsoft.AspNetCore.DataProtection;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>What every route shares: options, logs, problem details, static files, health.</summary>
public static class HostingFeature
{
    public static WebApplicationBuilder AddHosting(this WebApplicationBuilder builder)
    {
        var options = CommandCenterOptions.Read(builder.Configuration);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.WebHost.UseUrls([.. options.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Host.ConfigureHostOptions(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("CommandCenter", LogLevel.Information);
        builder.Services.AddDataProtection()
            .SetApplicationName("CommandCenter")
            .PersistKeysToFileSystem(Directory.CreateDirectory(options.KeysFolder));
        builder.Services.AddProblemDetails();
        builder.Services.AddHostedService<ReadyLine>();
        return builder;
    }

    /// <summary>Decisions, in a SQLite file of the data folder.</summary>
    public static WebApplicationBuilder AddStore(this WebApplicationBuilder builder)
    {
        builder.Services.AddSqliteStore(CommandCenterOptions.Read(builder.Configuration).StoreFile);
        return builder;
    }

    public static WebApplication UseHosting(this WebApplication app)
    {
        app.UseMiddleware<RefuseWhenStopping>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        return app;
    }

    public static WebApplication MapHosting(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/health/live", () => "ok").AllowAnonymous();
        app.MapFallback(() => Problem.NotFound()).AllowAnonymous();
        return app;
    }
}

using System.Text.Unicode;
using CommandCenter.Domain.Access;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.WebEncoders;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>What every route shares: options, logs, problem details, headers, compression, static files, health.</summary>
public static class HostingFeature
{
    private static readonly string[] CompressedTypes =
        [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "application/geo+json", "application/vnd.mapbox-vector-tile"];

    public static WebApplicationBuilder AddHosting(this WebApplicationBuilder builder)
    {
        var options = CommandCenterOptions.Read(builder.Configuration);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.WebHost.UseUrls([.. options.Urls]);
        builder.WebHost.UseStaticWebAssets(); // Also when it runs from its build output, not published.
        builder.WebHost.ConfigureKestrel(RequestLimits.Configure);
        builder.Host.ConfigureHostOptions(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("CommandCenter", LogLevel.Information)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // The keys lie in the data folder on purpose.
        builder.Services.AddDataProtection()
            .SetApplicationName("CommandCenter")
            .PersistKeysToFileSystem(new DirectoryInfo(options.KeysFolder));
        builder.AddProxies();
        builder.Services.AddProblems();
        builder.Services.AddCallerLimits(builder.Configuration);
        builder.Services.AddAntiforgery(form =>
        {
            form.Cookie.Name = "cc.form";
            form.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            form.SuppressXFrameOptionsHeader = true; // frame-ancestors says it
        });
        builder.Services.AddResponseCompression(compression => compression.MimeTypes = CompressedTypes);
        builder.Services.AddOpenApi(Describe);
        builder.Services.Configure<WebEncoderOptions>(text => text.TextEncoderSettings = new(UnicodeRanges.All)); // Chinese stays Chinese in HTML
        builder.Services.AddHealthChecks();
        builder.Services.AddHostedService<ReadyLine>();
        return builder;
    }

    /// <summary>Decisions, in a SQLite file of the data folder or on a PostgreSQL server, and the trail of who made them.</summary>
    public static WebApplicationBuilder AddStore(this WebApplicationBuilder builder)
    {
        builder.Services.AddStore(services => services.GetRequiredService<CommandCenterOptions>().Store);
        builder.Services.AddAuditTrail(services => services.GetRequiredService<CommandCenterOptions>().DataFolder);
        builder.Services.AddSingleton<DenialLedger>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DenialLedger>());
        builder.Services.AddHealthChecks().AddCheck<StoreHealth>("store");
        return builder;
    }

    public static WebApplication UseHosting(this WebApplication app)
    {
        app.UseMiddleware<RefuseWhenStopping>();
        app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<RecordDenials>();
        app.UseMiddleware<RefuseForeignOrigin>();
        return app;
    }

    public static WebApplication MapHosting(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealth();
        app.MapOpenApi().RequireAuthorization(Permissions.View);
        return app;
    }

    private static void Describe(OpenApiOptions openApi) => openApi.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "CommandCenter";
        document.Info.Description = "Errors are RFC 9457 problems with a stable `code` and a Chinese `detail`. Coordinates are lon, lat in degrees.";
        document.Servers?.Clear();
        return Task.CompletedTask;
    });
}

using System.Text.Unicode;
using CommandCenter.Domain.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
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
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // The keys lie in the store as they are, on purpose.
        builder.AddProxies();
        builder.Services.AddProblems();
        builder.Services.AddCallerLimits(builder.Configuration);
        builder.Services.Configure<AntiforgeryOptions>(form =>
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

    private static void Describe(OpenApiOptions openApi)
    {
        openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0; // As the class oas30 of OGC API Features asks.
        openApi.AddDocumentTransformer(Describe);
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info.Title = "CommandCenter";
        document.Info.Description = "Errors are RFC 9457 problems with a stable `code` and a Chinese `detail`. Coordinates are lon, lat in degrees.";
        document.Servers?.Clear();
        return Task.CompletedTask;
    }
}

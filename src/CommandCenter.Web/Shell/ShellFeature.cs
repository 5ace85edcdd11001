using CommandCenter.Domain.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Diagnostics;

namespace CommandCenter.Web.Shell;

/// <summary>The frame every page stands in: layouts, navigation, theme, the pages for what is missing or broken.</summary>
public static class ShellFeature
{
    public static WebApplicationBuilder AddShell(this WebApplicationBuilder builder)
    {
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(Live.LiveLines.Configure);
        builder.Services.Configure<CircuitOptions>(circuit => circuit.PersistedCircuitInMemoryMaxRetained = 0);
        builder.Services.AddOptions<CircuitOptions>().BindConfiguration("Circuits"); // how long, and how many, lost ones are kept
        return builder;
    }

    /// <summary>Answers a browser whose page ended in an error with a page of ours instead of problem+json.</summary>
    public static WebApplication UseShellPages(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            if (!AsksForPage(context)) context.Features.Get<IStatusCodePagesFeature>()!.Enabled = false;
            return next(context);
        });
        app.UseWhen(AsksForPage, pages => pages.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = static _ => Task.CompletedTask, // logged; the empty 500 becomes a page above
        }));
        return app;
    }

    public static WebApplication MapShell(this WebApplication app)
    {
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().Add(CircuitsAreForAccounts);
        return app;
    }

    /// <summary>Pages name their policy themselves; the circuit behind them only wants a signed-in account.</summary>
    private static void CircuitsAreForAccounts(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } pattern } && pattern.TrimStart('/').StartsWith('_'))
            endpoint.Metadata.Add(new AuthorizeAttribute(Permissions.SignedIn));
    }

    private static bool AsksForPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && !context.Request.Path.StartsWithSegments("/api")
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
}

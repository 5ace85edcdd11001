using CommandCenter.Web.Shared.Hosting;
using Microsoft.AspNetCore.Components.Server;

namespace CommandCenter.Web.Shell;

/// <summary>The frame every page stands in: layouts, navigation, theme, the pages for what is missing or broken.</summary>
public static class ShellFeature
{
    public static WebApplicationBuilder AddShell(this WebApplicationBuilder builder)
    {
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.Configure<CircuitOptions>(circuit => circuit.PersistedCircuitInMemoryMaxRetained = 0);
        return builder;
    }

    /// <summary>Answers a browser whose page ended in an error with a page of ours instead of problem+json.</summary>
    public static WebApplication UseShellPages(this WebApplication app)
    {
        app.UseWhen(PageRequest.IsPage, pages =>
        {
            pages.UseExceptionHandler("/error", createScopeForErrors: true);
            pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        });
        return app;
    }

    public static WebApplication MapShell(this WebApplication app)
    {
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}

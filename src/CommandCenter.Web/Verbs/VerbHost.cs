using CommandCenter.Store.Schema;
using CommandCenter.Web.Features.Access;
using CommandCenter.Web.Features.Layers;
using CommandCenter.Web.Features.Operations;
using CommandCenter.Web.Features.Sensing;
using CommandCenter.Web.Indicators;
using CommandCenter.Web.Live;
using CommandCenter.Web.Map;
using CommandCenter.Web.Nodes;
using CommandCenter.Web.Shared.Hosting;

namespace CommandCenter.Web.Verbs;

/// <summary>The product's parts without its server: what a verb works with.</summary>
internal static class VerbHost
{
    /// <summary>The services of the running product, with the store's schema applied unless it shall stay as it is. Dispose them when done.</summary>
    public static async Task<WebApplication> OpenAsync(CancellationToken cancel, bool applySchema = true)
    {
        var builder = WebApplication.CreateBuilder();
        // In development every service would be checked, those of pages too, and a verb has no pages.
        builder.Host.UseDefaultServiceProvider(services => (services.ValidateOnBuild, services.ValidateScopes) = (false, true));
        builder.AddHosting().AddStore().AddNodes().AddClickHouse().AddAccess().AddMap().AddIndicators().AddSensing().AddLayers().AddLive().AddOperations();
        var app = builder.Build();
        if (applySchema) await app.Services.GetRequiredService<StoreSchema>().ApplyAsync(cancel);
        return app;
    }
}

using CommandCenter.Analytics.Layers;
using CommandCenter.Web.Map;

namespace CommandCenter.Web.Features.Layers;

/// <summary>一张图: any department's layer on one map.</summary>
internal static class LayersFeature
{
    /// <summary>Needs the store, ClickHouse and the atlas.</summary>
    public static WebApplicationBuilder AddLayers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LayerShelf>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LayerShelf>());
        builder.Services.AddSingleton<FeatureQueries>();
        builder.Services.AddSingleton<LayersDesk>();
        builder.Services.AddSingleton<FeatureDesk>();
        builder.Services.AddSingleton<LayerImports>();
        builder.Services.AddSingleton<LayerIndexes>();
        builder.Services.AddSingleton<ITileShelf>(services => services.GetRequiredService<LayerIndexes>());
        return builder;
    }

    public static WebApplication MapLayers(this WebApplication app)
    {
        LayerRoutes.Map(app);
        ImportRoutes.Map(app);
        OgcRoutes.Map(app);
        return app;
    }
}

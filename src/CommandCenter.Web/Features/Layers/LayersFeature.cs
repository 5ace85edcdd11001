using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Layers;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Layers;

/// <summary>一张图: any department's layer on one map.</summary>
internal static class LayersFeature
{
    /// <summary>Needs the store, ClickHouse and the atlas.</summary>
    public static WebApplicationBuilder AddLayers(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LayerShelf>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LayerShelf>());
        builder.Services.AddOptions<LayersOptions>().BindConfiguration(LayersOptions.Section);
        builder.Services.AddSingleton(services => new FeatureQueries(
            services.GetRequiredService<IClickHouse>(), services.GetRequiredService<CommandCenterOptions>().ClickHouse?.Cluster));
        builder.Services.AddSingleton<LayerSummaries>();
        builder.Services.AddSingleton<LayersDesk>();
        builder.Services.AddSingleton<FeatureDesk>();
        builder.Services.AddSingleton(services => new HexagonQueries(services.GetRequiredService<IClickHouse>()));
        builder.Services.AddSingleton<AskedLayers>();
        builder.Services.AddSingleton<SpatialDesk>();
        builder.Services.AddSingleton<SurveyDesk>();
        builder.Services.AddSingleton<SelectionDesk>();
        builder.Services.AddSingleton<LayerImports>();
        builder.Services.AddSingleton<LayerSets>();
        builder.Services.AddSingleton<ITileShelf>(services => services.GetRequiredService<LayerSets>());
        return builder;
    }

    public static WebApplication MapLayers(this WebApplication app)
    {
        LayerRoutes.Map(app);
        ImportRoutes.Map(app);
        OgcRoutes.Map(app);
        SpatialRoutes.Map(app);
        SurveyRoutes.Map(app);
        return app;
    }
}

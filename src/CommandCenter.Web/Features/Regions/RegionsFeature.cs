namespace CommandCenter.Web.Features.Regions;

/// <summary>四级区域画像: the tree of regions, their figures and their profile pages.</summary>
internal static class RegionsFeature
{
    public static WebApplicationBuilder AddRegions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RegionsDesk>();
        return builder;
    }

    public static WebApplication MapRegions(this WebApplication app)
    {
        RegionRoutes.Map(app);
        FigureRoutes.Map(app);
        return app;
    }
}

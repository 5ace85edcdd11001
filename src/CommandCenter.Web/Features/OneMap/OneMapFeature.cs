using CommandCenter.Web.Features.OneMap.BaseMaps;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.OneMap;

/// <summary>一张图: every layer that somebody may see on one map, with the tools to ask it. Its drawing is wwwroot/js/onemap.</summary>
internal static class OneMapFeature
{
    public static WebApplicationBuilder AddOneMap(this WebApplicationBuilder builder)
    {
        var maps = BaseMapOptions.Read(builder.Configuration);
        var own = BaseMapDesk.OpenOwn(maps.Own);
        builder.Services.AddSingleton(services => BaseMapDesk.Open(maps, services.GetService<Tianditu>(), own));
        if (maps.Tianditu is { } service)
            builder.Services.AddSingleton(services => new Tianditu(
                service, new TileDisk(services.GetRequiredService<CommandCenterOptions>().BaseMapsFolder, maps.CacheBytes),
                services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Tianditu>>()));
        builder.Services.AddSingleton<PrintDesk>();
        return builder;
    }

    public static WebApplication MapOneMap(this WebApplication app)
    {
        CoordinateRoutes.Map(app);
        BaseMapRoutes.Map(app);
        PrintRoutes.Map(app);
        return app;
    }
}

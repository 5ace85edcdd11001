namespace CommandCenter.Web.Features.OneMap;

/// <summary>一张图: every layer that somebody may see on one map, with the tools to ask it. Its drawing is wwwroot/js/onemap.</summary>
internal static class OneMapFeature
{
    public static WebApplication MapOneMap(this WebApplication app)
    {
        CoordinateRoutes.Map(app);
        return app;
    }
}

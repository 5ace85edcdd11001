namespace CommandCenter.Web.Features.Overview;

/// <summary>总览: a region at a glance, on the wall and on the leader's phone.</summary>
internal static class OverviewFeature
{
    public static WebApplicationBuilder AddOverview(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OverviewDesk>();
        return builder;
    }
}

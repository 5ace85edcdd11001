using CommandCenter.Analytics.Alarms;
using CommandCenter.Web.Live;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>告警: rules look at readings, people handle what they find.</summary>
internal static class AlarmsFeature
{
    /// <summary>Needs the store, ClickHouse, the atlas and the devices.</summary>
    public static WebApplicationBuilder AddAlarms(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AlarmOptions>().BindConfiguration(AlarmOptions.Section);
        builder.Services.AddSingleton<AlarmEngineOptions>();
        builder.Services.AddSingleton<AlarmEngine>();
        builder.Services.AddSingleton<TrialQueries>();
        builder.Services.AddSingleton<RuleTrial>();
        builder.Services.AddSingleton<RuleBook>();
        builder.Services.AddSingleton<AlarmBoard>();
        builder.Services.AddSingleton<AlarmWriter>();
        builder.Services.AddSingleton<AlarmClock>();
        builder.Services.AddSingleton<AlarmsDesk>();
        builder.Services.AddSingleton<RulesDesk>();
        builder.Services.AddSingleton<AlarmWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RuleBook>());
        builder.Services.AddHostedService(services => services.GetRequiredService<AlarmBoard>());
        builder.Services.AddHostedService(services => services.GetRequiredService<AlarmWatch>());
        builder.Services.AddSingleton<AlarmsFeed>();
        builder.Services.AddSingleton<ILivePanel>(services => services.GetRequiredService<AlarmsFeed>());
        builder.Services.AddSingleton(new PagePart(Place.DevicesAlarms, typeof(AlarmsFigure)));
        builder.Services.AddSingleton(new PagePart(Place.WallAlarms, typeof(AlarmsPanel)));
        builder.Services.AddSingleton(new PagePart(Place.WallLegend, typeof(AlarmsLegend)));
        return builder;
    }

    public static WebApplication MapAlarms(this WebApplication app)
    {
        AlarmRoutes.Map(app);
        return app;
    }
}

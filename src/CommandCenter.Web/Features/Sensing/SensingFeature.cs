using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Sensing;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Web.Live;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>物联感知: devices, their readings and what is known of them now.</summary>
internal static class SensingFeature
{
    /// <summary>Needs the store, ClickHouse and the atlas.</summary>
    public static WebApplicationBuilder AddSensing(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DeviceRegister>();
        builder.Services.AddSingleton<CurrentState>();
        builder.Services.AddSingleton<DeviceRoster>();
        builder.Services.AddSingleton<TelemetryRules>();
        builder.Services.AddSingleton(Intake);
        builder.Services.AddHostedService<OpenRoster>();
        builder.Services.AddHostedService<OpenIntake>();
        builder.Services.AddHealthChecks().AddCheck<IngestHealth>("ingest");
        builder.Services.AddSingleton<SensingQueries>();
        builder.Services.AddSingleton<DeviceTiles>();
        builder.Services.AddSingleton<ITileSource>(services => services.GetRequiredService<DeviceTiles>());
        builder.Services.AddSingleton<SensingFeed>();
        builder.Services.AddSingleton<ILivePanel>(services => services.GetRequiredService<SensingFeed>());
        builder.Services.AddSingleton(new PagePart(Place.RegionLive, typeof(SensingStrip)));
        builder.Services.AddSingleton(new PagePart(Place.WallDevices, typeof(SensingPanel)));
        builder.Services.AddSingleton(new PagePart(Place.WallReadings, typeof(ReadingsPanel)));
        builder.Services.AddSingleton(new PagePart(Place.WallAlarms, typeof(AlarmsPanel)));
        builder.Services.AddSingleton(new PagePart(Place.PhoneDevices, typeof(SensingPanel)));
        builder.Services.AddSingleton(new PagePart(Place.WallLegend, typeof(DeviceLegend)));
        return builder;
    }

    public static WebApplication MapSensing(this WebApplication app)
    {
        DevicesEndpoint.Map(app);
        TelemetryEndpoint.Map(app);
        return app;
    }

    private static TelemetryIntake Intake(IServiceProvider services)
    {
        var log = services.GetRequiredService<ILogger<TelemetryIntake>>();
        return new(
            new IngestOptions { Folder = services.GetRequiredService<CommandCenterOptions>().SpoolFolder },
            services.GetRequiredService<IClickHouse>(),
            services.GetRequiredService<DeviceRegister>(),
            services.GetRequiredService<CurrentState>(),
            services.GetRequiredService<TimeProvider>(),
            text => log.LogWarning("{Note}", text));
    }

    private sealed class OpenRoster(DeviceRoster roster) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => roster.LoadAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Starts after the register is filled and stops after the last request was answered.</summary>
    private sealed class OpenIntake(TelemetryIntake intake) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => intake.StartAsync(cancellationToken);

        public async Task StopAsync(CancellationToken cancellationToken) => await intake.DisposeAsync();
    }
}

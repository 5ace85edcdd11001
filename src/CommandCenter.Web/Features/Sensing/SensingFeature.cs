using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Sensing;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Sensing;
using CommandCenter.Web.Features.Sensing.Devices;
using CommandCenter.Web.Features.Sensing.History;
using CommandCenter.Web.Features.Sensing.Intake;
using CommandCenter.Web.Features.Sensing.Net;
using CommandCenter.Web.Features.Sensing.Letters;
using CommandCenter.Web.Live;
using CommandCenter.Web.Shared;
using Microsoft.Extensions.Options;

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
        builder.Services.AddSingleton<DeviceDesk>();
        builder.Services.AddSingleton<DeviceImports>();
        builder.Services.AddOptions<SensingOptions>().BindConfiguration("Sensing").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<SensingOptions>>().Value);
        builder.Services.AddSingleton<UnknownDevices>();
        builder.Services.AddHostedService(services => services.GetRequiredService<UnknownDevices>());
        builder.Services.AddSingleton<LetterBox>();
        builder.Services.AddSingleton<LetterDesk>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LetterBox>());
        builder.Services.AddSingleton<TelemetryRules>();
        builder.Services.AddSingleton(SpoolAt);
        builder.Services.AddSingleton(TakeReadings);
        builder.Services.AddSingleton(LeaveReadings);
        builder.Services.AddSingleton<IntakeTenure>();
        builder.Services.AddSingleton<OwnerLine>();
        builder.Services.AddSingleton<OwnerFollower>();
        builder.Services.AddSingleton<IntakeSeat>();
        builder.Services.AddHostedService<OpenRoster>();
        builder.Services.AddHostedService(services => services.GetRequiredService<IntakeSeat>()); // The register is filled by now.
        builder.Services.AddHealthChecks().AddCheck<IngestHealth>("ingest");
        builder.Services.AddSingleton<SensingQueries>();
        builder.Services.AddSingleton<NetDesk>();
        builder.Services.AddSingleton<SeriesQueries>();
        builder.Services.AddSingleton<AnomalyQueries>();
        builder.Services.AddSingleton<SeriesDesk>();
        builder.Services.AddSingleton(KeepReadings);
        builder.Services.AddSingleton(services => new RetentionQueries(
            services.GetRequiredService<IClickHouse>(), services.GetRequiredService<CommandCenterOptions>().ClickHouse?.Cluster));
        builder.Services.AddHostedService<RetentionSweep>();
        builder.Services.AddSingleton<DeviceWarnings>();
        builder.Services.AddSingleton<DeviceTiles>();
        builder.Services.AddSingleton<ITileSource>(services => services.GetRequiredService<DeviceTiles>());
        builder.Services.AddSingleton<SensingFeed>();
        builder.Services.AddSingleton<ILivePanel>(services => services.GetRequiredService<SensingFeed>());
        builder.Services.AddSingleton<ILivePanel, DeviceLayer>();
        builder.Services.AddSingleton(new PagePart(Place.RegionLive, typeof(SensingStrip)));
        builder.Services.AddSingleton(new PagePart(Place.WallDevices, typeof(SensingPanel)));
        builder.Services.AddSingleton(new PagePart(Place.WallReadings, typeof(ReadingsPanel)));
        builder.Services.AddSingleton(new PagePart(Place.PhoneDevices, typeof(SensingPanel)));
        builder.Services.AddSingleton(new PagePart(Place.WallLegend, typeof(DeviceLegend)));
        return builder;
    }

    public static WebApplication MapSensing(this WebApplication app)
    {
        RegistrationRoute.Map(app);
        DeviceRoutes.Map(app);
        PhotoRoutes.Map(app);
        ImportRoute.Map(app);
        UnknownRoutes.Map(app);
        LetterRoutes.Map(app);
        HistoryRoute.Map(app);
        TelemetryEndpoint.Map(app);
        IntakeRoutes.Map(app);
        SeriesRoutes.Map(app);
        NetRoutes.Map(app);
        return app;
    }

    private static IngestOptions SpoolAt(IServiceProvider services) =>
        new() { Folder = services.GetRequiredService<CommandCenterOptions>().SpoolFolder };

    private static TelemetryIntake TakeReadings(IServiceProvider services)
    {
        var tenure = services.GetRequiredService<IntakeTenure>();
        return new(
            services.GetRequiredService<IngestOptions>(),
            services.GetRequiredService<IClickHouse>(),
            services.GetRequiredService<DeviceRegister>(),
            services.GetRequiredService<CurrentState>(),
            services.GetRequiredService<TimeProvider>(),
            Note(services)) { MayTake = () => tenure.IsMine };
    }

    /// <summary>As the catalogue of types says now.</summary>
    private static Func<RawRetention> KeepReadings(IServiceProvider services)
    {
        var register = services.GetRequiredService<DeviceRegister>();
        return () => new((int)DeviceType.Unlisted.KeepRaw.TotalDays, register.Types.ToDictionary(type => type.Name, type => (int)type.KeepRaw.TotalDays));
    }

    private static LeftReadings LeaveReadings(IServiceProvider services) => new(services.GetRequiredService<IngestOptions>(), Note(services));

    private static Action<string> Note(IServiceProvider services)
    {
        var log = services.GetRequiredService<ILogger<TelemetryIntake>>();
        return text => log.LogWarning("{Note}", text);
    }

    private sealed class OpenRoster(DeviceRoster roster) : IHostedService, IDisposable
    {
        private IDisposable? _open;

        public async Task StartAsync(CancellationToken cancellationToken) => _open = await roster.OpenAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => _open?.Dispose();
    }
}

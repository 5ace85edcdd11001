using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Sensing;
using CommandCenter.Web.Live;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>物联感知: devices, their readings and what is known of them now.</summary>
internal static class SensingFeature
{
    /// <summary>Needs the store and the atlas.</summary>
    public static WebApplicationBuilder AddSensing(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DeviceRegister>();
        builder.Services.AddSingleton<CurrentState>();
        builder.Services.AddSingleton<DeviceRoster>();
        builder.Services.AddHostedService<OpenRoster>();
        builder.Services.AddSingleton<SensingQueries>();
        builder.Services.AddSingleton<DeviceTiles>();
        builder.Services.AddSingleton<SensingFeed>();
        builder.Services.AddSingleton<ILivePanel>(services => services.GetRequiredService<SensingFeed>());
        builder.Services.AddSingleton(new PagePart(Place.RegionLive, typeof(SensingStrip)));
        builder.Services.AddSingleton(new PagePart(Place.WallDevices, typeof(SensingPanel)));
        return builder;
    }

    public static WebApplication MapSensing(this WebApplication app)
    {
        DevicesEndpoint.Map(app);
        return app;
    }

    private sealed class OpenRoster(DeviceRoster roster) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => roster.LoadAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

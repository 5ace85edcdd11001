using CommandCenter.Analytics.Ingest;

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

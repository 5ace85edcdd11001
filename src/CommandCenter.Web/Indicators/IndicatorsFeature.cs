using CommandCenter.Analytics.Indicators;

namespace CommandCenter.Web.Indicators;

/// <summary>The published figures, shared by every feature that shows some.</summary>
internal static class IndicatorsFeature
{
    /// <summary>Needs the store and ClickHouse. The catalogue is loaded before any later hosted service starts.</summary>
    public static WebApplicationBuilder AddIndicators(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IndicatorArchive>();
        builder.Services.AddSingleton<IndicatorQueries>();
        builder.Services.AddSingleton<Almanac>();
        builder.Services.AddHostedService<OpenAlmanac>();
        return builder;
    }

    private sealed class OpenAlmanac(IndicatorArchive archive, Almanac almanac) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken) => almanac.Replace(await archive.LoadAsync(cancellationToken));

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using CommandCenter.Analytics.Indicators;
using CommandCenter.Store.Nodes;

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

    private sealed class OpenAlmanac(IndicatorArchive archive, Almanac almanac, StoreChanges changes) : IHostedService, IDisposable
    {
        private IDisposable? _listening;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _listening = changes.Listen(IndicatorArchive.Topic, _ => LoadAsync(CancellationToken.None));
            return LoadAsync(cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => _listening?.Dispose();

        private async Task LoadAsync(CancellationToken cancel) => almanac.Replace(await archive.LoadAsync(cancel));
    }
}

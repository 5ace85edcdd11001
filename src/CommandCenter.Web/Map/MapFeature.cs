using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Nodes;

namespace CommandCenter.Web.Map;

/// <summary>The atlas of regions and the tiles, shared by every feature that draws or places something.</summary>
internal static class MapFeature
{
    /// <summary>Needs the store. The atlas is loaded before any later hosted service starts.</summary>
    public static WebApplicationBuilder AddMap(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AtlasHolder>();
        builder.Services.AddSingleton<AtlasArchive>();
        builder.Services.AddHostedService<OpenAtlas>();
        foreach (var (layer, level) in new[] { ("cities", RegionLevel.City), ("counties", RegionLevel.County), ("towns", RegionLevel.Town) })
            builder.Services.AddSingleton<ITileSource>(services => new RegionTiles(layer, level, () => services.GetRequiredService<AtlasHolder>().Current));
        builder.Services.AddSingleton<ITileSource>(services => new BaseTiles(() => services.GetRequiredService<AtlasHolder>().Current));
        return builder;
    }

    public static WebApplication MapMap(this WebApplication app)
    {
        TilesEndpoint.Map(app);
        return app;
    }

    private sealed class OpenAtlas(AtlasArchive archive, AtlasHolder holder, StoreChanges changes) : IHostedService, IDisposable
    {
        private IDisposable? _listening;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _listening = changes.Listen(AtlasArchive.Topic, _ => LoadAsync(CancellationToken.None));
            return LoadAsync(cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => _listening?.Dispose();

        private async Task LoadAsync(CancellationToken cancel) => holder.Replace(await archive.LoadAsync(cancel));
    }
}

namespace CommandCenter.Web.Map;

/// <summary>The atlas of regions, shared by every feature that draws or places something.</summary>
internal static class MapFeature
{
    /// <summary>Needs the store. The atlas is loaded before any later hosted service starts.</summary>
    public static WebApplicationBuilder AddMap(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AtlasHolder>();
        builder.Services.AddSingleton<AtlasArchive>();
        builder.Services.AddHostedService<OpenAtlas>();
        return builder;
    }

    private sealed class OpenAtlas(AtlasArchive archive, AtlasHolder holder) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken) => holder.Replace(await archive.LoadAsync(cancellationToken));

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

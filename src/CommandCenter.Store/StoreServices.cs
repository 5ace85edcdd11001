using CommandCenter.Store.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CommandCenter.Store;

public static class StoreServices
{
    /// <summary>The store in the SQLite file that <paramref name="path"/> names. Its schema is applied before any later hosted service starts.</summary>
    public static IServiceCollection AddSqliteStore(this IServiceCollection services, Func<IServiceProvider, string> path)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddDbContextFactory<CommandCenterDb>((provider, options) => options.UseSqliteFile(path(provider)));
        services.AddSingleton<StoreSchema>();
        services.AddHostedService<OpenStore>();
        return services;
    }

    private sealed class OpenStore(StoreSchema schema) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => schema.ApplyAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

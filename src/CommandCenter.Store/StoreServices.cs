using CommandCenter.Store.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CommandCenter.Store;

public static class StoreServices
{
    /// <summary>The store in one SQLite file. Its schema is applied before any later hosted service starts.</summary>
    public static IServiceCollection AddSqliteStore(this IServiceCollection services, string path)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddDbContextFactory<CommandCenterDb>(options => options.UseSqliteFile(path));
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

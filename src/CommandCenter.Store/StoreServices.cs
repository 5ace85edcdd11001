using CommandCenter.Store.Nodes;
using CommandCenter.Store.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CommandCenter.Store;

public static class StoreServices
{
    /// <summary>The store at <paramref name="address"/>. Its schema is applied, and other nodes' changes are heard, before
    /// any later hosted service starts.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, Func<IServiceProvider, StoreAddress> address)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(address);
        services.AddDbContextFactory<CommandCenterDb>((provider, options) => provider.GetRequiredService<StoreAddress>().Configure(options));
        services.AddSingleton<StoreSchema>();
        services.AddSingleton<StoreChanges>();
        services.AddHostedService<OpenStore>();
        services.AddHostedService<ChangesListener>();
        return services;
    }

    private sealed class OpenStore(StoreSchema schema) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => schema.ApplyAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

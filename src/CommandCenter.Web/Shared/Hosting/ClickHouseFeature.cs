using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Schema;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>Facts: in an embedded ClickHouse in the data folder, or on a server or a cluster when the environment names one.</summary>
public static class ClickHouseFeature
{
    public static WebApplicationBuilder AddClickHouse(this WebApplicationBuilder builder)
    {
        // By a factory: the container then disposes it, after everything that was made with it.
        builder.Services.AddSingleton(services => Open(services.GetRequiredService<CommandCenterOptions>()));
        builder.Services.AddSingleton(services => new SchemaRunner(
            services.GetRequiredService<IClickHouse>(), SchemaRunner.Files, services.GetRequiredService<CommandCenterOptions>().ClickHouse?.Cluster));
        builder.Services.AddHostedService<ClickHouseSchema>();
        builder.Services.AddHealthChecks().AddCheck<ClickHouseHealth>("clickhouse");
        return builder;
    }

    private static IClickHouse Open(CommandCenterOptions options) => options.ClickHouse is { } server
        ? new HttpClickHouse(server)
        : new EmbeddedClickHouse(new EmbeddedOptions { Path = options.ClickHouseFolder });

    private sealed class ClickHouseSchema(SchemaRunner schema) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => schema.ApplyAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class ClickHouseHealth(IClickHouse clickHouse) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await clickHouse.QueryAsync(new("SELECT 1"), row => row.ReadUInt8(), cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }
}

using CommandCenter.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>Ready when the store answers a read.</summary>
internal sealed class StoreHealth(IDbContextFactory<CommandCenterDb> stores) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var store = await stores.CreateDbContextAsync(cancellationToken);
        await store.IngestTokens.AnyAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

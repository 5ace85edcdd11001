using CommandCenter.Analytics.Ingest;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>Degraded while acknowledged readings cannot reach ClickHouse: they are safe and still taken, but figures fall behind.</summary>
internal sealed class IngestHealth(TelemetryIntake intake) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(intake.Status.LastError is { } error ? HealthCheckResult.Degraded(error) : HealthCheckResult.Healthy());
}

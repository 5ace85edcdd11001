using CommandCenter.Store.Audit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommandCenter.Web.Features.Audit;

/// <summary>Walks over the whole trail at the start and every hour, and keeps what it found.</summary>
internal sealed class AuditWatch(AuditCheck check, TimeProvider clock, ILogger<AuditWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    /// <summary>Null until the first walk has ended.</summary>
    public AuditFinding? Finding { get; private set; }

    public async Task<AuditFinding> WalkAsync(CancellationToken cancel)
    {
        Finding = await check.RunAsync(cancel);
        if (Finding.Break is { } at) log.LogCritical("The audit trail was tampered with at entry {Sequence}: {Kind}", at.Sequence, at.Kind);
        return Finding;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        try
        {
            do
            {
                try
                {
                    await WalkAsync(stoppingToken);
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    log.LogWarning(failure, "The audit trail could not be checked; it is tried again in an hour.");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}

/// <summary>Degraded when the trail was tampered with: everything still works, and somebody has to come.</summary>
internal sealed class AuditHealth(AuditWatch watch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(watch.Finding is { Holds: false } ? HealthCheckResult.Degraded("The audit trail was tampered with.") : HealthCheckResult.Healthy());
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommandCenter.Store.Audit;

public static class AuditServices
{
    /// <summary>The audit trail of the store; its key and its anchors lie in the folder that <paramref name="folder"/> names.</summary>
    public static IServiceCollection AddAuditTrail(this IServiceCollection services, Func<IServiceProvider, string> folder)
    {
        services.AddSingleton(provider => AuditKeys.Open(Path.Combine(folder(provider), "audit.key")));
        services.AddSingleton(provider => new AuditAnchors(Path.Combine(folder(provider), "audit.anchors")));
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AuditArchive>();
        services.AddSingleton<AuditCheck>();
        services.AddHostedService<DropAnchors>();
        return services;
    }

    /// <summary>Drops an anchor every few seconds while the trail grows, and one when the program stops.</summary>
    private sealed class DropAnchors(AuditArchive archive, AuditAnchors anchors, TimeProvider clock, ILogger<DropAnchors> log) : BackgroundService
    {
        private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(Pace, clock);
            try
            {
                while (await timer.WaitForNextTickAsync(stoppingToken)) await DropAsync();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                await DropAsync();
            }
        }

        /// <summary>An anchor that cannot be dropped now is dropped the next time; the trail itself is not waiting for it.</summary>
        private async Task DropAsync()
        {
            try
            {
                if (await archive.HeadAsync(CancellationToken.None) is { } head) anchors.Drop(head, clock.GetUtcNow());
            }
            catch (Exception failure)
            {
                // Whatever it is: a store that is being restarted answers in many ways, and the program does not end over an anchor.
                log.LogWarning(failure, "No audit anchor was dropped.");
            }
        }
    }
}

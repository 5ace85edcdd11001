using CommandCenter.Analytics.Sensing;
using CommandCenter.Domain.Sensing;
using CommandCenter.Web.Features.Sensing.Intake;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>Once a day, on the node that takes readings, lets go of those that are not kept any longer.</summary>
internal sealed class RetentionSweep(
    RetentionQueries queries, Func<RawRetention> retention, SensingOptions options, IntakeTenure tenure, TimeProvider clock, ILogger<RetentionSweep> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromHours(1);
    private DateTimeOffset _swept;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        try
        {
            // Not at the very start: a server that is being restarted has other things to do.
            while (await timer.WaitForNextTickAsync(stoppingToken)) await SweepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task SweepAsync(CancellationToken cancel)
    {
        // A day is over when another begins in Beijing: only then has anything more expired.
        var today = SeriesStep.Day.Floor(clock.GetUtcNow());
        if (!tenure.IsMine || today == _swept) return;
        try
        {
            foreach (var done in await queries.SweepAsync(retention(), clock.GetUtcNow(), cancel)) log.LogInformation("Readings past their days were let go of: {Done}", done);
            foreach (var done in await queries.SweepHoursAsync(options.HoursFrom(clock.GetUtcNow()), cancel)) log.LogInformation("Hours of devices past their years were let go of: {Done}", done);
            _swept = today;
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning(failure, "Readings past their days could not be let go of; it is tried again in an hour.");
        }
    }
}

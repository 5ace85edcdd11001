using CommandCenter.Analytics.Alarms;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Status;
using CommandCenter.Store;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>Lets the rules look at the readings on the node that takes them. A start, another rule and a change of that node begin with
/// the alarms that are open in the store: nothing is raised twice, and what ended meanwhile ends.</summary>
internal sealed partial class AlarmWatch(
    AlarmEngine engine, AlarmWriter writer, AlarmClock ticking, RuleBook book, TelemetryIntake intake, IDbContextFactory<CommandCenterDb> stores, TimeProvider clock, ILogger<AlarmWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _knock = new(0);
    private bool _looks;

    /// <summary>Signals of which the store knows nothing yet; null when none wait.</summary>
    public string? LastError { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        book.Changed += Knock;
        var working = engine.RunAsync(signals => TellAsync(signals, stoppingToken), stoppingToken);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var isAsked = await _knock.WaitAsync(Pause, stoppingToken);
                await SettleAsync(isAsked, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            book.Changed -= Knock;
        }
        await working;
    }

    private void Knock() => _knock.Release();

    private async Task SettleAsync(bool isAsked, CancellationToken cancel)
    {
        try
        {
            var mayLook = intake.IsRunning && intake.MayTake();
            if (mayLook && (!_looks || isAsked)) await BeginAsync(cancel);
            else if (!mayLook && _looks) await engine.UseAsync([], [], cancel);
            _looks = mayLook;
            if (mayLook) await ticking.TickAsync(cancel);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            Postponed(log, failure.GetBaseException().Message);
            if (isAsked) Knock();
            await Task.Delay(Pause, clock, cancel);
        }
    }

    private async Task BeginAsync(CancellationToken cancel)
    {
        while (_knock.CurrentCount > 0) await _knock.WaitAsync(cancel);
        AlarmRule[] rules = [.. book.Rules.Select(kept => kept.Rule).Where(rule => rule.IsOn)];
        await using var store = await stores.CreateDbContextAsync(cancel);
        // Those that somebody closed while their condition held are the same event still.
        var held = await store.Alarms.AsNoTracking().Where(alarm => alarm.OverAt == null).Select(alarm => new { alarm.Rule, alarm.Device, alarm.Color }).ToListAsync(cancel);
        await engine.UseAsync(rules, [.. held.Where(alarm => alarm.Color is not WarningColor.None).Select(alarm => new OpenAlarm(alarm.Rule, alarm.Device, alarm.Color))], cancel);
    }

    /// <summary>Waits until the store has the signals: the ones behind them must not overtake.</summary>
    private async Task TellAsync(IReadOnlyList<AlarmSignal> signals, CancellationToken cancel)
    {
        if (!intake.MayTake()) return;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await writer.WriteAsync(signals, cancel);
                LastError = null;
                return;
            }
            catch (Exception failure) when (!cancel.IsCancellationRequested)
            {
                LastError = failure.GetBaseException().Message;
                Waiting(log, signals.Count, LastError);
                await Task.Delay(Pause, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The rules of alarms could not be brought up to date; it is tried again: {Reason}")]
    private static partial void Postponed(ILogger log, string reason);

    [LoggerMessage(LogLevel.Warning, "{Count} signals of alarms wait for the store: {Reason}")]
    private static partial void Waiting(ILogger log, int count, string reason);
}

using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Status;
using CommandCenter.Store;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>Puts signals into the store, each with its step, in one transaction a load. Of one device and rule at most one alarm is
/// open: a signal that finds one goes on with it, so that a repeated signal adds nothing.</summary>
internal sealed class AlarmWriter(IDbContextFactory<CommandCenterDb> stores, StoreChanges changes, TimeProvider clock)
{
    private const int Load = 500;

    public async Task WriteAsync(IReadOnlyList<AlarmSignal> signals, CancellationToken cancel)
    {
        foreach (var load in signals.Chunk(Load)) await WriteLoadAsync(load, cancel);
    }

    private async Task WriteLoadAsync(AlarmSignal[] signals, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        var devices = signals.Select(signal => signal.Device.Id).Distinct().ToList();
        // Open ones, and those that somebody closed before they were over.
        var known = (await store.Alarms.Where(alarm => devices.Contains(alarm.Device) && (alarm.ClosedAt == null || alarm.OverAt == null)).ToListAsync(cancel))
            .GroupBy(alarm => (alarm.Device, alarm.Rule))
            .ToDictionary(group => group.Key, group => group.OrderBy(alarm => alarm.IsOpen).ThenBy(alarm => alarm.Id, StringComparer.Ordinal).Last());
        var now = clock.GetUtcNow();
        var touched = new HashSet<string>();
        foreach (var signal in signals)
        {
            now = now.AddMilliseconds(1); // the ids of steps are in order
            if (Take(store, known, signal, now) is { } alarm) touched.Add(alarm);
        }
        if (touched.Count > 0) await changes.SaveAsync(store, AlarmBoard.Topic, string.Join(' ', touched), cancel);
        else if (store.ChangeTracker.HasChanges()) await changes.SaveAsync(store, AlarmBoard.Topic, "", cancel);
    }

    /// <summary>The alarm that others should hear of; null when nothing is to be seen.</summary>
    private static string? Take(CommandCenterDb store, Dictionary<(string, string), AlarmRecord> known, AlarmSignal signal, DateTimeOffset now)
    {
        var key = (signal.Device.Id, signal.Rule.Id);
        if (known.TryGetValue(key, out var alarm) && (alarm.IsOpen || signal.Color is WarningColor.None))
        {
            var step = AlarmSteps.Follow(alarm, signal, now);
            if (step is null && !store.Entry(alarm).Properties.Any(property => property.IsModified)) return null;
            alarm.RowVersion++;
            if (step is null) return null;
            store.AlarmSteps.Add(step);
            if (!alarm.IsOpen) store.AlarmSteps.Add(AlarmSteps.Own(alarm, AlarmStepKind.Closed, AlarmWords.Of(AlarmCause.Recovered), now.AddTicks(TimeSpan.TicksPerMillisecond / 2)));
            return alarm.Id;
        }
        if (signal.Color is WarningColor.None) return null;
        if (alarm is { IsOpen: false, OverAt: null }) return null; // closed by hand, and its condition never ended: it is the same event
        var (raised, first) = AlarmSteps.Raise(signal, now);
        store.Alarms.Add(raised);
        store.AlarmSteps.Add(first);
        known[key] = raised;
        return raised.Id;
    }
}

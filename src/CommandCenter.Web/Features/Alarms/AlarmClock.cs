using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Status;
using CommandCenter.Store;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>What happens to alarms by the clock: escalated when nobody acknowledged them, back from the shelf, closed when they were over
/// for long, or when their rule is gone.</summary>
internal sealed class AlarmClock(IDbContextFactory<CommandCenterDb> stores, RuleBook book, StoreChanges changes, IOptions<AlarmOptions> options, TimeProvider clock)
{
    private const int Load = 500;

    /// <summary>One look at the clock. May be called at any time, on one node.</summary>
    public async Task TickAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var overBefore = now - options.Value.KeepOverFor;
        var rules = book.Rules.Where(kept => kept.Rule.IsOn).Select(kept => kept.Rule.Id).ToList();
        await using var store = await stores.CreateDbContextAsync(cancel);
        var due = await store.Alarms
            .Where(alarm => alarm.ClosedAt == null)
            .Where(alarm => alarm.DueAt <= now || alarm.ShelvedUntil <= now || alarm.OverAt <= overBefore || !rules.Contains(alarm.Rule))
            .OrderBy(alarm => alarm.Id).Take(Load).ToListAsync(cancel);
        if (due.Count == 0) return;
        var step = now;
        foreach (var alarm in due)
        {
            step = step.AddMilliseconds(1);
            foreach (var taken in Tick(alarm, rules, step)) store.AlarmSteps.Add(taken);
            alarm.RowVersion++;
        }
        try
        {
            await changes.SaveAsync(store, AlarmBoard.Topic, string.Join(' ', due.Select(alarm => alarm.Id)), cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody handled one of them at this moment; the next look sees what is left.
        }
    }

    private IEnumerable<AlarmStepRecord> Tick(AlarmRecord alarm, List<string> rules, DateTimeOffset now)
    {
        if (!rules.Contains(alarm.Rule))
        {
            AlarmSteps.Close(alarm, AlarmCause.RuleChanged, by: null, now);
            alarm.OverAt ??= now;
            yield return AlarmSteps.Own(alarm, AlarmStepKind.Closed, "规则已停用或删除", now);
            yield break;
        }
        if (alarm.OverAt <= now - options.Value.KeepOverFor)
        {
            AlarmSteps.Close(alarm, AlarmCause.Recovered, by: null, now);
            yield return AlarmSteps.Own(alarm, AlarmStepKind.Closed, $"恢复后 {options.Value.KeepOverFor.TotalHours:0} 小时无人确认，自动关闭", now);
            yield break;
        }
        if (alarm.ShelvedUntil <= now)
        {
            alarm.ShelvedUntil = null;
            yield return AlarmSteps.Own(alarm, AlarmStepKind.Unshelved, "搁置到期", now);
        }
        if (alarm.DueAt > now || alarm.DueAt is null) yield break;
        var minutes = book.Find(alarm.Rule)!.Rule.EscalateMinutes;
        if (alarm.AcknowledgedAt is not null || alarm.ShelvedUntil is not null || alarm.Color is WarningColor.None || minutes == 0)
        {
            alarm.DueAt = alarm.AcknowledgedAt is null && minutes > 0 ? now.AddMinutes(minutes) : null; // asked again when it counts
            yield break;
        }
        alarm.Escalations++;
        alarm.DueAt = alarm.Escalations < options.Value.MostEscalations ? now.AddMinutes(minutes) : null;
        yield return AlarmSteps.Own(alarm, AlarmStepKind.Escalated, $"{minutes * alarm.Escalations} 分钟无人确认，升级至{AlarmWords.Escalated(alarm.Escalations)}", now);
    }
}

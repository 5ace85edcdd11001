using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Status;
using CommandCenter.Store;
using CommandCenter.Store.Records;
using CommandCenter.Web.Features.Alarms;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Alarms;

/// <summary>What the clock does with alarms: set into the store as they would be, looked at by the running program.</summary>
[Collection(RunningApp.Name)]
public sealed class AlarmClockTests(CommandCenterApp app)
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Nobody_acknowledges_in_time_and_the_alarm_is_escalated_step_by_step_and_then_no_more()
    {
        var alarm = await PutAsync(one => one.DueAt = Now.AddMinutes(-1));
        for (var level = 1; level <= 3; level++)
        {
            var after = await AfterAsync(alarm, one => one.Escalations == level);
            (after.DueAt is null).ShouldBe(level == 3);
            await ChangeAsync(alarm, one => one.DueAt = one.DueAt is null ? null : Now.AddMinutes(-1));
        }

        var steps = await StepsAsync(alarm, AlarmStepKind.Escalated);
        steps.ShouldBe(["10 分钟无人确认，升级至值班领导", "20 分钟无人确认，升级至指挥长", "30 分钟无人确认，升级至成员单位负责人"]);
    }

    [Fact]
    public async Task What_is_acknowledged_or_over_is_not_escalated()
    {
        var acknowledged = await PutAsync(one => (one.DueAt, one.AcknowledgedAt) = (Now.AddMinutes(-1), Now));
        var over = await PutAsync(one => (one.DueAt, one.OverAt, one.Color) = (Now.AddMinutes(-1), Now, WarningColor.None));

        (await AfterAsync(acknowledged, one => one.DueAt is null)).Escalations.ShouldBe(0);
        (await AfterAsync(over, one => one.DueAt > Now)).Escalations.ShouldBe(0);
    }

    [Fact]
    public async Task A_shelved_alarm_comes_back_when_its_time_is_up()
    {
        var alarm = await PutAsync(one => one.ShelvedUntil = Now.AddSeconds(-1));

        await AfterAsync(alarm, one => one.ShelvedUntil is null);
        (await StepsAsync(alarm, AlarmStepKind.Unshelved)).ShouldBe(["搁置到期"]);
    }

    [Fact]
    public async Task An_alarm_that_was_over_for_a_day_is_closed()
    {
        var alarm = await PutAsync(one => (one.OverAt, one.Color) = (Now.AddHours(-25), WarningColor.None));

        var after = await AfterAsync(alarm, one => one.ClosedAt is not null);
        (after.Cause, after.ClosedBy).ShouldBe((AlarmCause.Recovered, null));
    }

    /// <summary>An alarm of a rule that is on, as it stands in the store.</summary>
    private async Task<string> PutAsync(Action<AlarmRecord> change)
    {
        var city = await AlarmCity.BuildAsync(app);
        await city.KeepRuleAsync(city.RuleJson(escalateMinutes: 10));
        var alarm = new AlarmRecord
        {
            Id = Ulid.New(Now), Rule = city.Rule, RuleName = "试验水位超限", Device = $"AC-{city.Mark}", DeviceName = "试验站", Type = "水位站", Department = "水利",
            Region = RegionCode.Parse(CommandCenterApp.Town), Lon = 112.79, Lat = 22.25, IsIllustrative = false, Color = WarningColor.Red, Worst = WarningColor.Red, RaisedAt = Now, ChangedAt = Now,
        };
        change(alarm);
        await using var store = await Stores.CreateDbContextAsync();
        store.Alarms.Add(alarm);
        await store.SaveChangesAsync();
        return alarm.Id;
    }

    private async Task ChangeAsync(string id, Action<AlarmRecord> change)
    {
        await using var store = await Stores.CreateDbContextAsync();
        var alarm = await store.Alarms.SingleAsync(one => one.Id == id);
        change(alarm);
        alarm.RowVersion++;
        await store.SaveChangesAsync();
    }

    private async Task<AlarmRecord> AfterAsync(string id, Func<AlarmRecord, bool> until)
    {
        AlarmRecord? found = null;
        await AlarmCity.WaitAsync(async () =>
        {
            await using var store = await Stores.CreateDbContextAsync();
            found = await store.Alarms.AsNoTracking().SingleAsync(one => one.Id == id);
            return until(found);
        }, () => $"due {found?.DueAt} escalations {found?.Escalations} shelved {found?.ShelvedUntil} closed {found?.ClosedAt}");
        return found!;
    }

    private async Task<string[]> StepsAsync(string id, AlarmStepKind kind)
    {
        await using var store = await Stores.CreateDbContextAsync();
        return await store.AlarmSteps.Where(step => step.Alarm == id && step.Kind == kind).OrderBy(step => step.Id).Select(step => step.Text).ToArrayAsync();
    }

    private IDbContextFactory<CommandCenterDb> Stores => app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>();
}

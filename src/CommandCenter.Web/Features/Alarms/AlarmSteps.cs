using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Status;
using CommandCenter.Store;
using CommandCenter.Store.Records;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>What becomes of an alarm by one step: the record changed, and the step that says so. Pure; <c>now</c> is passed in.</summary>
internal static class AlarmSteps
{
    /// <summary>A new alarm.</summary>
    public static (AlarmRecord Alarm, AlarmStepRecord Step) Raise(AlarmSignal signal, DateTimeOffset now)
    {
        var at = At(signal);
        var (rule, device) = (signal.Rule, signal.Device);
        var alarm = new AlarmRecord
        {
            Id = Ulid.New(now),
            Rule = rule.Id, RuleName = rule.Name,
            Device = device.Id, DeviceName = device.Name, Type = device.Type, Department = device.Department,
            Region = device.Region, Lon = device.Position.Lon, Lat = device.Position.Lat, IsIllustrative = device.IsIllustrative,
            Metric = signal.Metric, Value = signal.Value, Color = signal.Color, Worst = signal.Color,
            RaisedAt = at, ChangedAt = at,
            DueAt = rule.EscalateMinutes > 0 ? now.AddMinutes(rule.EscalateMinutes) : null,
        };
        return (alarm, Step(alarm, AlarmStepKind.Raised, at, now, signal));
    }

    /// <summary>The condition has another colour, holds again, or holds no more. Null when that changes nothing.</summary>
    public static AlarmStepRecord? Follow(AlarmRecord alarm, AlarmSignal signal, DateTimeOffset now)
    {
        var at = At(signal);
        if (signal.Color is WarningColor.None)
        {
            if (alarm.OverAt is not null) return null;
            (alarm.OverAt, alarm.Color, alarm.ChangedAt) = (at, WarningColor.None, at);
            if (!alarm.IsOpen) return null; // somebody closed it before it was over
            if (alarm.AcknowledgedAt is not null || alarm.Worst is WarningColor.Blue) Close(alarm, AlarmCause.Recovered, by: null, now);
            return Step(alarm, AlarmStepKind.Over, at, now, signal);
        }

        if (!alarm.IsOpen || (alarm.Color == signal.Color && alarm.OverAt is null)) return null;
        var kind = alarm.OverAt is null ? AlarmStepKind.Changed : AlarmStepKind.Again;
        if (kind is AlarmStepKind.Again)
        {
            alarm.Times++;
            alarm.OverAt = null;
            alarm.DueAt ??= signal.Rule.EscalateMinutes > 0 ? now.AddMinutes(signal.Rule.EscalateMinutes) : null;
        }
        (alarm.Color, alarm.ChangedAt, alarm.Metric, alarm.Value) = (signal.Color, at, signal.Metric, signal.Value);
        if (signal.Color > alarm.Worst) alarm.Worst = signal.Color;
        return Step(alarm, kind, at, now, signal);
    }

    public static void Close(AlarmRecord alarm, AlarmCause cause, string? by, DateTimeOffset now) =>
        (alarm.ClosedAt, alarm.ClosedBy, alarm.Cause, alarm.DueAt, alarm.ShelvedUntil) = (now, by, cause, null, null);

    /// <summary>A step that the product took by itself.</summary>
    public static AlarmStepRecord Own(AlarmRecord alarm, AlarmStepKind kind, string text, DateTimeOffset now) =>
        new() { Id = Ulid.New(now), Alarm = alarm.Id, At = now, Kind = kind, Text = text };

    /// <summary>A step that a person took.</summary>
    public static AlarmStepRecord By(AlarmRecord alarm, AlarmActor actor, AlarmStepKind kind, string text, DateTimeOffset now) =>
        new() { Id = Ulid.New(now), Alarm = alarm.Id, At = now, Kind = kind, Actor = actor.Account, ActorName = actor.Name, Text = text };

    private static AlarmStepRecord Step(AlarmRecord alarm, AlarmStepKind kind, DateTimeOffset at, DateTimeOffset now, AlarmSignal signal) =>
        new() { Id = Ulid.New(now), Alarm = alarm.Id, At = at, Kind = kind, Color = signal.Color, Value = signal.Value, Text = "" };

    private static DateTimeOffset At(AlarmSignal signal) => DateTimeOffset.FromUnixTimeMilliseconds(signal.At);
}

using CommandCenter.Analytics.Alarms;
using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;
using CommandCenter.Store.Records;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>An alarm as the interface tells it. Colours and causes in lower case; times ISO 8601, UTC.</summary>
internal sealed record AlarmView(
    string Id, string Rule, string RuleName, string Device, string DeviceName, string Type, string Department, string Region, string Place,
    double Lon, double Lat, bool Illustrative, string? Metric, string? MetricName, string? Unit, double? Value, string Color, string Worst,
    DateTimeOffset RaisedAt, DateTimeOffset ChangedAt, DateTimeOffset? OverAt, int Times, int Escalations, DateTimeOffset? DueAt,
    DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy, string? Assignee, string? AssigneeName, DateTimeOffset? ShelvedUntil,
    DateTimeOffset? ClosedAt, string? ClosedBy, string? Cause)
{
    public static AlarmView Of(AlarmRecord alarm, string place, Metric? metric) => new(
        alarm.Id, alarm.Rule, alarm.RuleName, alarm.Device, alarm.DeviceName, alarm.Type, alarm.Department, alarm.Region.ToString(), place,
        alarm.Lon, alarm.Lat, alarm.IsIllustrative, alarm.Metric, metric?.Name, metric?.Unit, alarm.Value, Code(alarm.Color), Code(alarm.Worst),
        alarm.RaisedAt, alarm.ChangedAt, alarm.OverAt, alarm.Times, alarm.Escalations, alarm.DueAt,
        alarm.AcknowledgedAt, alarm.AcknowledgedBy, alarm.Assignee, alarm.AssigneeName, alarm.ShelvedUntil,
        alarm.ClosedAt, alarm.ClosedBy, alarm.Cause?.ToString());

    public static string Code(WarningColor color) => color.ToString().ToLowerInvariant();
}

/// <summary>Open alarms of one type, department or region.</summary>
internal sealed record AlarmGroup(string Key, int Red, int Orange, int Yellow, int Blue, int Unacknowledged)
{
    public int Holding => Red + Orange + Yellow + Blue;
}

/// <param name="Next">Id behind which there are more; null at the end.</param>
internal sealed record AlarmPage(IReadOnlyList<AlarmView> Alarms, string? Next);

/// <param name="Advice">What the rule says is to be done.</param>
/// <param name="Times">Alarms of this device and rule ever, this one included.</param>
internal sealed record AlarmDetail(AlarmView Alarm, IReadOnlyList<StepView> Steps, string Advice, int Times);

/// <param name="Actor">A person's name; null when the product did it.</param>
internal sealed record StepView(DateTimeOffset At, AlarmStepKind Kind, string Word, string? Actor, string? Color, double? Value, string Text)
{
    public static StepView Of(AlarmStepRecord step) => new(
        step.At, step.Kind, AlarmWords.Of(step.Kind), step.ActorName, step.Color is { } color ? AlarmView.Code(color) : null, step.Value, step.Text);
}

/// <summary>What a rule would have done. Times ISO 8601, UTC; an alarm without <c>to</c> would still be open at the end.</summary>
internal sealed record TrialView(int Times, int Devices, long Readings, DateTimeOffset From, DateTimeOffset To, bool Whole, IReadOnlyList<TrialAlarmView> Alarms)
{
    public static TrialView Of(TrialResult result, DateTimeOffset asked) => new(
        result.Times, result.Devices, result.Readings, result.From, result.To, result.To >= asked,
        [.. result.Alarms.Select(alarm => new TrialAlarmView(
            alarm.Device.Id, alarm.Device.Name, alarm.Device.Region.ToString(), DateTimeOffset.FromUnixTimeMilliseconds(alarm.From),
            alarm.To is { } to ? DateTimeOffset.FromUnixTimeMilliseconds(to) : null, AlarmView.Code(alarm.Worst), alarm.Metric, alarm.Value))]);
}

internal sealed record TrialAlarmView(string Device, string DeviceName, string Region, DateTimeOffset From, DateTimeOffset? To, string Worst, string? Metric, double? Value);

internal sealed record MetricView(string Key, string Name, string Unit, double Minimum, double Maximum)
{
    public static MetricView Of(Metric metric) => new(metric.Key, metric.Name, metric.Unit, metric.Minimum, metric.Maximum);
}

internal sealed record AssigneeList(IReadOnlyList<AssigneeView> People);

internal sealed record AssigneeView(string Id, string Name, string Role, string Place);

internal sealed record HandlingResult(IReadOnlyList<AlarmView> Handled, IReadOnlyList<RefusedAlarm> Refused);

internal sealed record RefusedAlarm(string Id, string Code, string Message);

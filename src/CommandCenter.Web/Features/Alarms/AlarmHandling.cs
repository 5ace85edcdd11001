using CommandCenter.Domain.Alarms;
using CommandCenter.Store.Records;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>What somebody does with alarms, as it was asked.</summary>
/// <param name="Ids">1 to <see cref="MostIds"/> alarms.</param>
/// <param name="Step">Acknowledged, Assigned, Shelved, Unshelved, Noted or Closed.</param>
/// <param name="Text">Reason or note; it has to be there when something is shelved, noted, or closed as <see cref="AlarmCause.Other"/>.</param>
/// <param name="Cause">Why it is closed.</param>
/// <param name="Minutes">How long it is out of the way.</param>
/// <param name="Assignee">Account id of who has to see to it.</param>
internal sealed record AlarmHandling(
    IReadOnlyList<string>? Ids, AlarmStepKind? Step, string? Text = null, AlarmCause? Cause = null, int? Minutes = null, string? Assignee = null)
{
    public const int MostIds = 500;
    private const int LongestText = 500;

    /// <summary>What is wrong with the wish itself; null when nothing is.</summary>
    public Refusal? Fault(AlarmOptions options)
    {
        if (Ids is not { Count: >= 1 and <= MostIds } || Ids.Any(id => id is not { Length: 26 })) return Bad("invalid_ids", $"应给出 1 至 {MostIds} 条告警的编号。");
        if (Text is { } text && (text.Length > LongestText || text.Any(letter => char.IsControl(letter) && letter is not '\n')))
            return Bad("invalid_text", $"文字最多 {LongestText} 个字符，不能含控制字符。");
        return Step switch
        {
            AlarmStepKind.Acknowledged or AlarmStepKind.Unshelved => null,
            AlarmStepKind.Assigned => string.IsNullOrEmpty(Assignee) ? Bad("missing_assignee", "请选择指派给谁。") : null,
            AlarmStepKind.Shelved when Minutes is null or < 1 || Minutes > options.LongestShelf.TotalMinutes =>
                Bad("invalid_minutes", $"搁置时间应在 1 至 {options.LongestShelf.TotalMinutes:0} 分钟之间。"),
            AlarmStepKind.Shelved or AlarmStepKind.Noted => string.IsNullOrWhiteSpace(Text) ? Bad("missing_text", "请写明原因。") : null,
            AlarmStepKind.Closed when Cause is null or AlarmCause.RuleChanged or AlarmCause.Recovered => Bad("missing_cause", "请选择关闭原因。"),
            AlarmStepKind.Closed => Cause is AlarmCause.Other && string.IsNullOrWhiteSpace(Text) ? Bad("missing_text", "请写明原因。") : null,
            _ => Bad("invalid_step", "操作应为确认、指派、搁置、取消搁置、备注或关闭。"),
        };
    }

    /// <summary>Why this alarm, as it is, cannot be handled so; null when it can.</summary>
    public Refusal? Against(AlarmRecord alarm) => Step switch
    {
        not AlarmStepKind.Noted when !alarm.IsOpen => Clash("alarm_closed", "这条告警已经关闭。"),
        AlarmStepKind.Acknowledged when alarm.AcknowledgedAt is not null => Clash("already_acknowledged", $"{alarm.AcknowledgedBy}已经确认。"),
        AlarmStepKind.Assigned when alarm.Assignee == Assignee => Clash("already_assigned", $"已经指派给{alarm.AssigneeName}。"),
        AlarmStepKind.Unshelved when alarm.ShelvedUntil is null => Clash("not_shelved", "这条告警没有搁置。"),
        _ => null,
    };

    /// <summary>Changes the alarm; the steps that say so.</summary>
    public IEnumerable<AlarmStepRecord> Apply(AlarmRecord alarm, AlarmActor actor, string? assigneeName, DateTimeOffset now)
    {
        var text = Text?.Trim() ?? "";
        switch (Step)
        {
            case AlarmStepKind.Acknowledged:
                (alarm.AcknowledgedAt, alarm.AcknowledgedBy, alarm.DueAt) = (now, actor.Name, null);
                break;
            case AlarmStepKind.Assigned:
                (alarm.Assignee, alarm.AssigneeName) = (Assignee, assigneeName);
                text = text.Length > 0 ? $"{assigneeName}：{text}" : assigneeName!;
                break;
            case AlarmStepKind.Shelved:
                alarm.ShelvedUntil = now.AddMinutes(Minutes!.Value);
                break;
            case AlarmStepKind.Unshelved:
                alarm.ShelvedUntil = null;
                break;
            case AlarmStepKind.Closed:
                AlarmSteps.Close(alarm, Cause!.Value, actor.Name, now);
                text = text.Length > 0 ? $"{AlarmWords.Of(Cause.Value)}：{text}" : AlarmWords.Of(Cause.Value);
                break;
        }
        alarm.RowVersion++;
        yield return AlarmSteps.By(alarm, actor, Step!.Value, text, now);
        // What is over has only waited for somebody to look at it.
        if (Step is not AlarmStepKind.Acknowledged || alarm.OverAt is null) yield break;
        AlarmSteps.Close(alarm, AlarmCause.Recovered, actor.Name, now);
        yield return AlarmSteps.By(alarm, actor, AlarmStepKind.Closed, AlarmWords.Of(AlarmCause.Recovered), now.AddMilliseconds(1));
    }

    private static Refusal Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);

    private static Refusal Clash(string code, string detail) => new(StatusCodes.Status409Conflict, code, detail);
}

/// <summary>Who handles alarms.</summary>
internal readonly record struct AlarmActor(string Account, string Name);

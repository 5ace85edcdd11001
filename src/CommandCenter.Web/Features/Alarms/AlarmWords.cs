using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Status;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>The words of alarms on screen.</summary>
internal static class AlarmWords
{
    public static string Of(WarningColor color) => color switch
    {
        WarningColor.Red => "红",
        WarningColor.Orange => "橙",
        WarningColor.Yellow => "黄",
        WarningColor.Blue => "蓝",
        _ => "已恢复",
    };

    public static string Of(AlarmCause cause) => cause switch
    {
        AlarmCause.Handled => "已处置",
        AlarmCause.Recovered => "自行恢复",
        AlarmCause.FalseAlarm => "误报",
        AlarmCause.DeviceFault => "设备故障",
        AlarmCause.Maintenance => "检修维护",
        AlarmCause.RuleChanged => "规则已调整",
        _ => "其他",
    };

    public static string Of(AlarmStepKind kind) => kind switch
    {
        AlarmStepKind.Raised => "产生",
        AlarmStepKind.Changed => "级别变化",
        AlarmStepKind.Over => "恢复",
        AlarmStepKind.Again => "再次触发",
        AlarmStepKind.Acknowledged => "确认",
        AlarmStepKind.Assigned => "指派",
        AlarmStepKind.Shelved => "搁置",
        AlarmStepKind.Unshelved => "取消搁置",
        AlarmStepKind.Escalated => "升级",
        AlarmStepKind.Noted => "备注",
        _ => "关闭",
    };

    /// <summary>Whom an escalation reaches.</summary>
    public static string Escalated(int level) => level switch { 1 => "值班领导", 2 => "指挥长", _ => "成员单位负责人" };
}

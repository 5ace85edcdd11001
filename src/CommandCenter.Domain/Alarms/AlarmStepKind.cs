namespace CommandCenter.Domain.Alarms;

/// <summary>What happened to an alarm.</summary>
public enum AlarmStepKind
{
    /// <summary>产生.</summary>
    Raised,

    /// <summary>级别变化.</summary>
    Changed,

    /// <summary>恢复: its condition holds no more.</summary>
    Over,

    /// <summary>再次触发 before anybody acknowledged it.</summary>
    Again,

    /// <summary>确认.</summary>
    Acknowledged,

    /// <summary>指派.</summary>
    Assigned,

    /// <summary>搁置 until a moment, for a reason.</summary>
    Shelved,

    /// <summary>取消搁置.</summary>
    Unshelved,

    /// <summary>升级: nobody acknowledged it in time.</summary>
    Escalated,

    /// <summary>备注.</summary>
    Noted,

    /// <summary>关闭.</summary>
    Closed,
}

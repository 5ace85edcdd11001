namespace CommandCenter.Domain.Alarms;

/// <summary>Why an alarm was closed.</summary>
public enum AlarmCause
{
    /// <summary>已处置.</summary>
    Handled,

    /// <summary>自行恢复.</summary>
    Recovered,

    /// <summary>误报.</summary>
    FalseAlarm,

    /// <summary>设备故障.</summary>
    DeviceFault,

    /// <summary>检修维护.</summary>
    Maintenance,

    /// <summary>规则已调整; by the product itself, when its rule is changed or switched off.</summary>
    RuleChanged,

    /// <summary>其他.</summary>
    Other,
}

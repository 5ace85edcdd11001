using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Alarms;

/// <summary>What a rule remembers of one device.</summary>
internal sealed class RuleTrack(Device device, int leaves)
{
    public const long Never = long.MinValue;

    public Device Device { get; set; } = device;

    /// <summary>One for each part of the condition.</summary>
    public LeafMemory[] Leaves { get; } = [.. Enumerable.Range(0, leaves).Select(_ => new LeafMemory())];

    /// <summary>The colour of the alarm that is raised; none while none is.</summary>
    public WarningColor Raised { get; set; }

    /// <summary>Since when the condition holds without an alarm having been raised.</summary>
    public long HeldSince { get; set; } = Never;

    /// <summary>Since when it does not hold while the alarm is still raised.</summary>
    public long RestingSince { get; set; } = Never;

    /// <summary>The metric and value that decided last.</summary>
    public (string Metric, double Value)? Decided { get; set; }

    public bool IsWaiting => HeldSince != Never || RestingSince != Never;
}

/// <summary>What one part of a condition remembers of one device.</summary>
internal sealed class LeafMemory
{
    public long Ts { get; set; } = RuleTrack.Never;

    public double Value { get; set; }

    /// <summary>Of the second metric of a fence.</summary>
    public long OtherTs { get; set; } = RuleTrack.Never;

    public double OtherValue { get; set; }

    public long Arrived { get; set; } = RuleTrack.Never;

    /// <summary>The level that is reached, for the hysteresis.</summary>
    public WarningColor Held { get; set; }

    /// <summary>Values of the last minutes, oldest first.</summary>
    public List<(long Ts, double Value)>? Window { get; set; }
}

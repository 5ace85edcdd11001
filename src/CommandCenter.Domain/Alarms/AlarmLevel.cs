using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Alarms;

/// <summary>One step of a condition: from this limit on the alarm has this colour.</summary>
/// <param name="Color">Blue to red.</param>
/// <param name="Limit">In the unit of the condition; finite, inclusive.</param>
public sealed record AlarmLevel(WarningColor Color, double Limit);

using CommandCenter.Domain.Status;

namespace CommandCenter.Analytics.Alarms;

/// <summary>An alarm whose condition held when it was last looked at.</summary>
/// <param name="Rule">Id of its rule.</param>
/// <param name="Device">Id of its device.</param>
/// <param name="Color">The colour it had.</param>
public readonly record struct OpenAlarm(string Rule, string Device, WarningColor Color);

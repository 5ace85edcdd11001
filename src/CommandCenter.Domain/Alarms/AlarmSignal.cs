using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Alarms;

/// <summary>A rule found that something changed about a device.</summary>
/// <param name="Rule">Whose condition.</param>
/// <param name="Device">About which device.</param>
/// <param name="Color">The alarm's colour from now on; <see cref="WarningColor.None"/>: it is over.</param>
/// <param name="At">When, milliseconds since 1970, UTC, by the device's clock; by ours where nothing came.</param>
/// <param name="Metric">The metric whose reading decided; null where none did.</param>
/// <param name="Value">Its value, in its unit.</param>
public readonly record struct AlarmSignal(AlarmRule Rule, Device Device, WarningColor Color, long At, string? Metric, double? Value);

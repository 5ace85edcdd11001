using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Sensing;

/// <summary>What a device measures: its unit, the values that can be true, and the thresholds of its alarms.</summary>
/// <param name="Key">The name in telemetry: <c>water_level</c>. ASCII letters, digits, <c>_</c>; at most 64.</param>
/// <param name="Name">The name on screen: 水位.</param>
/// <param name="Unit">Its unit: 米.</param>
/// <param name="Minimum">Smallest possible value, inclusive; below it a reading is refused.</param>
/// <param name="Maximum">Largest possible value, inclusive.</param>
/// <param name="Thresholds">From mild to severe; a value at or above one raises an alarm of its colour.</param>
public sealed record Metric(
    string Key,
    string Name,
    string Unit,
    double Minimum,
    double Maximum,
    IReadOnlyList<Threshold> Thresholds)
{
    /// <summary>The worst colour whose threshold the value reaches; <see cref="WarningColor.None"/> when it reaches none.</summary>
    public WarningColor Severity(double value)
    {
        var worst = WarningColor.None;
        foreach (var threshold in Thresholds)
            if (value >= threshold.AtOrAbove && threshold.Color > worst)
                worst = threshold.Color;
        return worst;
    }
}

/// <summary>A limit in the metric's own unit and the colour of the alarm raised at or above it.</summary>
public sealed record Threshold(WarningColor Color, double AtOrAbove);

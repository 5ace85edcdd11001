using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;

namespace CommandCenter.Store.Records;

/// <summary>A metric of the catalogue; see <see cref="Metric"/>. Thresholds are in the metric's own unit; null where it
/// has no alarm of that colour.</summary>
public sealed class MetricRecord
{
    public required string Key { get; init; }
    public required string Name { get; init; }
    public required string Unit { get; init; }
    public required double Minimum { get; init; }
    public required double Maximum { get; init; }
    public double? Blue { get; init; }
    public double? Yellow { get; init; }
    public double? Orange { get; init; }
    public double? Red { get; init; }

    public static MetricRecord From(Metric metric)
    {
        double? Limit(WarningColor color) => metric.Thresholds.FirstOrDefault(threshold => threshold.Color == color)?.AtOrAbove;
        return new()
        {
            Key = metric.Key,
            Name = metric.Name,
            Unit = metric.Unit,
            Minimum = metric.Minimum,
            Maximum = metric.Maximum,
            Blue = Limit(WarningColor.Blue),
            Yellow = Limit(WarningColor.Yellow),
            Orange = Limit(WarningColor.Orange),
            Red = Limit(WarningColor.Red),
        };
    }

    public Metric ToMetric()
    {
        (WarningColor Color, double? Limit)[] limits =
            [(WarningColor.Blue, Blue), (WarningColor.Yellow, Yellow), (WarningColor.Orange, Orange), (WarningColor.Red, Red)];
        return new(Key, Name, Unit, Minimum, Maximum,
            [.. limits.Where(limit => limit.Limit is not null).Select(limit => new Threshold(limit.Color, limit.Limit!.Value))]);
    }
}

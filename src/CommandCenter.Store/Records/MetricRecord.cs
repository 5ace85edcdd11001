namespace CommandCenter.Store.Records;

/// <summary>A metric of the catalogue; see <see cref="Domain.Sensing.Metric"/>. Thresholds are in the metric's own unit;
/// null where it has no alarm of that colour.</summary>
public sealed class MetricRecord
{
    public required string Key { get; init; }
    public required string Name { get; set; }
    public required string Unit { get; set; }
    public required double Minimum { get; set; }
    public required double Maximum { get; set; }
    public double? Blue { get; set; }
    public double? Yellow { get; set; }
    public double? Orange { get; set; }
    public double? Red { get; set; }
}

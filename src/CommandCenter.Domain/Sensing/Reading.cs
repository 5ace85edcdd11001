namespace CommandCenter.Domain.Sensing;

/// <summary>One measured value that passed every check.</summary>
/// <param name="Device">Who measured.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Ts">When, milliseconds since 1970, UTC, by the device's clock.</param>
/// <param name="Value">Finite, in the metric's unit and range.</param>
/// <param name="Id">The sender's own number for this reading, if it gave one; a second reading under it is a duplicate.</param>
/// <param name="Quality">Whether it can be believed: judged when it is taken.</param>
public readonly record struct Reading(Device Device, Metric Metric, long Ts, double Value, string? Id, ReadingQuality Quality = ReadingQuality.Good)
{
    public bool IsGood => Quality is ReadingQuality.Good;
}

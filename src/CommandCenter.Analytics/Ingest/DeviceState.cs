using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;

namespace CommandCenter.Analytics.Ingest;

/// <summary>What is known of one device now. Immutable; a new reading makes a new one.</summary>
/// <param name="Device">The device as registered.</param>
/// <param name="Values">Its latest value of each metric it ever sent, at most one a metric.</param>
public sealed record DeviceState(Device Device, IReadOnlyList<LatestValue> Values)
{
    /// <summary>Time of the newest reading, milliseconds since 1970, UTC; 0 while it never sent any.</summary>
    public long LastTs { get; } = Values.Count == 0 ? 0 : Values.Max(value => value.Ts);

    /// <summary>The worst colour among the latest values.</summary>
    public WarningColor Severity { get; } = Values.Count == 0 ? WarningColor.None : Values.Max(value => value.Severity);

    /// <summary>The state after a reading; this one when the reading is older than what is known.</summary>
    internal DeviceState After(Reading reading)
    {
        for (var i = 0; i < Values.Count; i++)
        {
            if (Values[i].Metric.Key != reading.Metric.Key) continue;
            if (reading.Ts <= Values[i].Ts) return this;
            var values = Values.ToArray();
            values[i] = LatestValue.Of(reading);
            return new(Device, values);
        }
        return new(Device, [.. Values, LatestValue.Of(reading)]);
    }
}

/// <summary>The newest value of one metric of one device. <see cref="Ts"/> in milliseconds since 1970, UTC.</summary>
public readonly record struct LatestValue(Metric Metric, long Ts, double Value, WarningColor Severity)
{
    internal static LatestValue Of(Reading reading) =>
        new(reading.Metric, reading.Ts, reading.Value, reading.Metric.Severity(reading.Value));
}

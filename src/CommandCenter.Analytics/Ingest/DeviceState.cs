using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;

namespace CommandCenter.Analytics.Ingest;

/// <summary>What is known of one device now. Immutable; a new reading makes a new one.</summary>
/// <param name="Device">The device as registered.</param>
/// <param name="Values">Its latest good value of each metric it ever sent, at most one a metric.</param>
/// <param name="Told">Where it last told to be (metrics <c>lon</c> and <c>lat</c> of one moment), degrees, CGCS2000; null of a device that stands.</param>
public sealed record DeviceState(Device Device, IReadOnlyList<LatestValue> Values, LonLat? Told = null)
{
    public Device Device { get; } = Device; // Where it is on the map hangs on it: a change makes a new state.

    /// <summary>Time of the newest reading, doubtful or not, milliseconds since 1970, UTC; 0 while it never sent any.</summary>
    public long LastTs { get; } = Values.Count == 0 ? 0 : Values.Max(value => value.HeardAt);

    /// <summary>Where it is: where it told to be, else where it is registered. Degrees, CGCS2000, lon first.</summary>
    public LonLat Position => Told ?? Device.Position;

    /// <summary>The same place on the map.</summary>
    public WorldPoint Spot { get; } = WorldPoint.Of((Told ?? Device.Position).Lon, (Told ?? Device.Position).Lat);

    /// <summary>The state after a change in the register.</summary>
    public DeviceState As(Device device) => new(device, Values, Told);

    /// <summary>The state after a reading; this one when the reading is older than what is known. A doubtful one says that the device is
    /// heard, and stands beside the value until a good one comes.</summary>
    internal DeviceState After(Reading reading)
    {
        for (var i = 0; i < Values.Count; i++)
        {
            var known = Values[i];
            if (known.Metric.Key != reading.Metric.Key) continue;
            if (reading.Ts <= (reading.IsGood ? known.Ts : known.HeardAt)) return this;
            var values = Values.ToArray();
            values[i] = reading.IsGood ? LatestValue.Of(reading) with { Doubt = known.Doubt is { } doubt && doubt.Ts > reading.Ts ? doubt : null }
                : known with { Doubt = new(reading.Ts, reading.Value, reading.Quality) };
            return new(Device, values, ToldBy(values, reading));
        }
        return new(Device, [.. Values, LatestValue.Of(reading)], ToldBy(Values, reading));
    }

    /// <summary>Half a position is none: the other half of the same moment has to be here, and both good.</summary>
    private LonLat? ToldBy(IReadOnlyList<LatestValue> values, Reading reading)
    {
        var isLon = reading.Metric.Key == AlarmCondition.Fence.Lon;
        if (!reading.IsGood || !isLon && reading.Metric.Key != AlarmCondition.Fence.Lat) return Told;
        foreach (var other in values)
            if (other.Ts == reading.Ts && other.Metric.Key == (isLon ? AlarmCondition.Fence.Lat : AlarmCondition.Fence.Lon))
                return (isLon ? new LonLat(reading.Value, other.Value) : new LonLat(other.Value, reading.Value)) is { IsOnEarth: true } told ? told : Told;
        return Told;
    }
}

/// <summary>The newest value of one metric of one device. <see cref="Ts"/> in milliseconds since 1970, UTC.</summary>
public readonly record struct LatestValue(Metric Metric, long Ts, double Value, WarningColor Severity)
{
    /// <summary>What came after it and cannot be believed; null when nothing did.</summary>
    public DoubtfulValue? Doubt { get; init; }

    /// <summary>When the device last sent the metric, milliseconds since 1970, UTC.</summary>
    public long HeardAt => Doubt is { } doubt ? doubt.Ts : Ts;

    internal static LatestValue Of(Reading reading) =>
        new(reading.Metric, reading.Ts, reading.Value, reading.IsGood ? reading.Metric.Severity(reading.Value) : WarningColor.None);
}

/// <summary>A value that breaks a quality rule. <see cref="Ts"/> in milliseconds since 1970, UTC.</summary>
public sealed record DoubtfulValue(long Ts, double Value, ReadingQuality Quality);

using System.Text.Json.Serialization;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Alarms;

/// <summary>What has to hold for an alarm. A condition has a colour at every moment: <see cref="WarningColor.None"/> while it does not hold.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Threshold), "threshold")]
[JsonDerivedType(typeof(Rate), "rate")]
[JsonDerivedType(typeof(Missing), "missing")]
[JsonDerivedType(typeof(Fence), "fence")]
[JsonDerivedType(typeof(Around), "around")]
[JsonDerivedType(typeof(All), "all")]
[JsonDerivedType(typeof(Any), "any")]
public abstract record AlarmCondition
{
    private AlarmCondition()
    {
    }

    /// <summary>The metrics of the device itself that the condition looks at.</summary>
    [JsonIgnore]
    public virtual IEnumerable<string> OwnMetrics => [];

    /// <summary>The metrics of devices around that it looks at.</summary>
    [JsonIgnore]
    public virtual IEnumerable<string> MetricsAround => [];

    /// <summary>The condition and all inside it.</summary>
    [JsonIgnore]
    public virtual IEnumerable<AlarmCondition> Parts => [this];

    /// <summary>The value has passed a limit. Once a level is reached it holds until the value has come back by more than
    /// <see cref="Hysteresis"/>.</summary>
    /// <param name="Metric">Key of the metric.</param>
    /// <param name="Levels">In the metric's unit, at most one a colour; above: the larger the worse, below: the smaller the worse.</param>
    /// <param name="IsBelow">The alarm is at or below the limit, not at or above it.</param>
    /// <param name="Hysteresis">In the metric's unit, not negative.</param>
    public sealed record Threshold(string Metric, IReadOnlyList<AlarmLevel> Levels, bool IsBelow = false, double Hysteresis = 0) : AlarmCondition
    {
        [JsonIgnore]
        public override IEnumerable<string> OwnMetrics => [Metric];
    }

    /// <summary>The value changed by so much within a time: the difference between the newest value and the lowest
    /// (<see cref="IsFall"/>: the highest) within <see cref="Minutes"/> before it.</summary>
    /// <param name="Metric">Key of the metric.</param>
    /// <param name="Levels">Change in the metric's unit, positive.</param>
    /// <param name="Minutes">1 to 1,440.</param>
    /// <param name="IsFall">A fall is meant, not a rise.</param>
    public sealed record Rate(string Metric, IReadOnlyList<AlarmLevel> Levels, int Minutes, bool IsFall = false) : AlarmCondition
    {
        [JsonIgnore]
        public override IEnumerable<string> OwnMetrics => [Metric];
    }

    /// <summary>Nothing came for so long.</summary>
    /// <param name="Color">Of the alarm.</param>
    /// <param name="Minutes">1 to 10,080.</param>
    /// <param name="Metric">Key of the metric that is missed; null: whatever the device sends.</param>
    public sealed record Missing(WarningColor Color, int Minutes, string? Metric = null) : AlarmCondition;

    /// <summary>A device that tells its position (metrics <c>lon</c> and <c>lat</c>, degrees, CGCS2000) is outside an area, or inside it.</summary>
    /// <param name="Color">Of the alarm.</param>
    /// <param name="Ring">Corners of the area in degrees, CGCS2000; 3 to 1,000; the last is joined to the first.</param>
    /// <param name="IsInside">Inside raises the alarm, not outside.</param>
    public sealed record Fence(WarningColor Color, IReadOnlyList<LonLat> Ring, bool IsInside = false) : AlarmCondition
    {
        public const string Lon = "lon", Lat = "lat";

        [JsonIgnore]
        public override IEnumerable<string> OwnMetrics => [Lon, Lat];
    }

    /// <summary>Somewhere around a limit is passed: the newest value of any device in the same region of a level, not older than
    /// <see cref="Minutes"/>.</summary>
    /// <param name="Metric">Key of the metric, of whatever device.</param>
    /// <param name="Levels">In the metric's unit.</param>
    /// <param name="Level">Town, county or city: how far around.</param>
    /// <param name="Minutes">1 to 1,440.</param>
    /// <param name="IsBelow">As in <see cref="Threshold"/>.</param>
    public sealed record Around(string Metric, IReadOnlyList<AlarmLevel> Levels, RegionLevel Level, int Minutes, bool IsBelow = false) : AlarmCondition
    {
        [JsonIgnore]
        public override IEnumerable<string> MetricsAround => [Metric];
    }

    /// <summary>Everything holds; the colour is that of the first.</summary>
    public sealed record All(IReadOnlyList<AlarmCondition> Of) : AlarmCondition
    {
        [JsonIgnore]
        public override IEnumerable<string> OwnMetrics => Of.SelectMany(one => one.OwnMetrics).Distinct();

        [JsonIgnore]
        public override IEnumerable<string> MetricsAround => Of.SelectMany(one => one.MetricsAround).Distinct();

        [JsonIgnore]
        public override IEnumerable<AlarmCondition> Parts => [this, .. Of.SelectMany(one => one.Parts)];
    }

    /// <summary>One of them holds; the colour is the worst.</summary>
    public sealed record Any(IReadOnlyList<AlarmCondition> Of) : AlarmCondition
    {
        [JsonIgnore]
        public override IEnumerable<string> OwnMetrics => Of.SelectMany(one => one.OwnMetrics).Distinct();

        [JsonIgnore]
        public override IEnumerable<string> MetricsAround => Of.SelectMany(one => one.MetricsAround).Distinct();

        [JsonIgnore]
        public override IEnumerable<AlarmCondition> Parts => [this, .. Of.SelectMany(one => one.Parts)];
    }
}

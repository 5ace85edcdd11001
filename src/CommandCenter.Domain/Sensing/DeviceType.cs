namespace CommandCenter.Domain.Sensing;

/// <summary>物模型: what is true of all devices of one type. Data of the city, imported; a device of a type that is not in the
/// catalogue works with <see cref="Unlisted"/>.</summary>
/// <param name="Name">What <see cref="Device.Type"/> says: 水位站. At most 40 characters.</param>
/// <param name="Group">Under which screens put it together: 水文.</param>
/// <param name="OfflineAfter">How long after its newest reading a device counts as online; more than zero.</param>
/// <param name="ReportEvery">How often a device is expected to report; more than zero, at most <paramref name="OfflineAfter"/>.</param>
/// <param name="KeepRaw">How long single readings are kept; whole days, at least one.</param>
/// <param name="Metrics">What it sends; readings of anything else are refused.</param>
/// <param name="Required">Keys of the <see cref="DeviceField"/>s that have to be filled.</param>
/// <param name="Remark">What a reader has to know of this entry, 待核; empty when nothing.</param>
public sealed record DeviceType(
    string Name,
    string Group,
    TimeSpan OfflineAfter,
    TimeSpan ReportEvery,
    TimeSpan KeepRaw,
    IReadOnlyList<TypeMetric> Metrics,
    IReadOnlyList<string> Required,
    string Remark = "")
{
    /// <summary>What holds of a type that nobody described: five minutes, three years, any metric.</summary>
    public static DeviceType Unlisted { get; } =
        new("", "未分组", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1), TimeSpan.FromDays(3 * 365), [], ["responsible", "phone", "address", "installedOn"]);

    /// <summary>False for <see cref="Unlisted"/>.</summary>
    public bool IsListed => Name.Length > 0;

    /// <summary>What the type says of a metric; null when it does not send it, and for a type that nobody described.</summary>
    public TypeMetric? Find(string metric)
    {
        // A handful: faster than any index.
        foreach (var one in Metrics)
            if (one.Key == metric)
                return one;
        return null;
    }

    /// <summary>Whether devices of this type send the metric.</summary>
    public bool Sends(string metric) => !IsListed || Find(metric) is not null;
}

/// <summary>A metric as devices of one type measure it.</summary>
/// <param name="Key">Of <see cref="Metric.Key"/>.</param>
/// <param name="Minimum">Smallest value that devices of this type can send, inclusive, in the metric's unit; null: the metric's own.</param>
/// <param name="Maximum">Largest such value, inclusive; null: the metric's own.</param>
/// <param name="LargestStep">Quality: the largest change in a minute that can be true, in the metric's unit; null: any.</param>
/// <param name="LongestUnchanged">Quality: after so long with the same value the sensor is stuck; null: never.</param>
public sealed record TypeMetric(
    string Key,
    double? Minimum = null,
    double? Maximum = null,
    double? LargestStep = null,
    TimeSpan? LongestUnchanged = null)
{
    /// <summary>The smallest and the largest value that can be true, inclusive, in the metric's unit.</summary>
    public static (double Minimum, double Maximum) Range(Metric metric, TypeMetric? own) =>
        (own?.Minimum ?? metric.Minimum, own?.Maximum ?? metric.Maximum);
}

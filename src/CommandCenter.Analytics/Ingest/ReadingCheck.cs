using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Ingest;

/// <summary>Whether a reading of a known device and metric can be true: what every way in holds it against.</summary>
/// <param name="Register">The devices' types.</param>
/// <param name="Oldest">The oldest time that is taken, inclusive, milliseconds since 1970, UTC.</param>
/// <param name="Newest">The newest, inclusive.</param>
public sealed record ReadingCheck(DeviceRegister Register, long Oldest, long Newest)
{
    /// <summary>Code of a time that is not taken.</summary>
    public const string TimeCode = "ts_out_of_range";

    private const long LargestSeconds = 100_000_000_000;

    /// <summary>Why it is refused; null when it is not.</summary>
    public DeviceFault? Fault(Device device, Metric metric, long ts, double value)
    {
        if (device.IsDisabled) return new("device_disabled", "设备已停用");
        var type = Register.TypeOf(device.Type);
        if (!type.Sends(metric.Key)) return new("metric_not_of_type", $"{type.Name}不应上报{metric.Name}");
        var (minimum, maximum) = TypeMetric.Range(metric, type.Find(metric.Key));
        // Before the time: what cannot be true is not worth repairing.
        if (value < minimum || value > maximum) return new("value_out_of_range", $"{metric.Name}应在 {minimum} 至 {maximum} {metric.Unit}之间");
        return ts < Oldest || ts > Newest ? new(TimeCode, Describe(ts)) : null;
    }

    private string Describe(long ts) =>
        ts is > 0 and < LargestSeconds ? "ts 疑似以秒计，应为毫秒"
        : ts > Newest ? "ts 晚于当前时间 5 分钟以上"
        : $"ts 早于 {DateTimeOffset.FromUnixTimeMilliseconds(Oldest).ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd}";
}

namespace CommandCenter.Domain.Sensing;

/// <summary>What the states and power sources of devices and the quality of their readings are called on screens, and in files that people fill in.</summary>
public static class DeviceWords
{
    public static IReadOnlyDictionary<DeviceLifecycle, string> States { get; } = new Dictionary<DeviceLifecycle, string>
    {
        [DeviceLifecycle.Waiting] = "待接入",
        [DeviceLifecycle.Online] = "在线",
        [DeviceLifecycle.Offline] = "离线",
        [DeviceLifecycle.Disabled] = "停用",
    };

    public static IReadOnlyDictionary<PowerSource, string> PowerSources { get; } = new Dictionary<PowerSource, string>
    {
        [PowerSource.Mains] = "市电",
        [PowerSource.Battery] = "电池",
        [PowerSource.Solar] = "太阳能",
    };

    public static IReadOnlyDictionary<ReadingQuality, string> Qualities { get; } = new Dictionary<ReadingQuality, string>
    {
        [ReadingQuality.Good] = "合格",
        [ReadingQuality.Step] = "跳变",
        [ReadingQuality.Unchanged] = "长时不变",
    };

    /// <summary>存疑 for one that a newer version of the product knows.</summary>
    public static string Of(ReadingQuality quality) => Qualities.GetValueOrDefault(quality, "存疑");

    public static string Of(DeviceLifecycle state) => States[state];

    public static string Of(PowerSource power) => PowerSources[power];

    /// <summary>A state by its English word or its Chinese one; null when it is neither.</summary>
    public static DeviceLifecycle? State(string text) => Read(States, text);

    /// <summary>A power source by its English word or its Chinese one; null when it is neither.</summary>
    public static PowerSource? Power(string text) => Read(PowerSources, text);

    private static T? Read<T>(IReadOnlyDictionary<T, string> words, string text)
        where T : struct, Enum
    {
        foreach (var (value, word) in words)
            if (text == word || text.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase))
                return value;
        return null;
    }
}

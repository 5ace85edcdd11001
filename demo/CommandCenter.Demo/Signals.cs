namespace CommandCenter.Demo;

/// <summary>
/// Plausible values as pure functions of device and time: tides, showers, the rhythm of a day, and faults. The same
/// device at the same minute always says the same, so sending it again is a duplicate and not a new reading.
/// </summary>
internal static class Signals
{
    /// <summary>About one device in fifty is silent for a stretch of six hours.</summary>
    public static bool IsSilent(DemoDevice device, DateTimeOffset at) =>
        Noise(device.Seed, at.ToUnixTimeSeconds() / 21_600) > 0.979;

    public static double Value(DemoDevice device, string metric, DateTimeOffset at)
    {
        var hour = at.ToOffset(TimeSpan.FromHours(8)).TimeOfDay.TotalHours;
        var minute = at.ToUnixTimeSeconds() / 60;
        var jitter = Noise(device.Seed, minute) - 0.5;
        var own = device.Seed % 1_000 / 1_000.0;
        var high = Trouble(device, at);
        return Math.Round(metric switch
        {
            "water_level" => 1.1 + own * 0.5 + 0.55 * Tide(at, device.Lon) + 0.02 * jitter + high * (1.6 + own * 0.7),
            "rainfall_1h" => Shower(device, at) + high * (32 + 30 * own),
            "flow" => 60 + 240 * own + 40 * Tide(at, device.Lon) + 4 * jitter,
            "traffic_flow" => Math.Max(0, (6 + 34 * own) * Rush(hour) + 3 * jitter),
            "speed" => Math.Clamp(58 - 26 * own * Rush(hour) + 5 * jitter, 4, 110),
            "road_water" => Math.Max(0, 0.25 * Shower(device, at) * own) + high * (16 + 16 * own),
            "tilt" => 0.3 + 0.5 * own + 0.05 * jitter + high * (3.2 + 3 * own),
            "noise" => 46 + 12 * Rush(hour) + 6 * own + 3 * jitter,
            "manhole_gap" => Math.Max(0, 0.4 * own + 0.2 * jitter) + high * (22 + 30 * own),
            "bin_fill" => Math.Clamp((own * 100 + (hour + 24 * own) * 5.5) % 82 + jitter, 0, 100),
            "pm25" => 16 + 9 * own + 6 * Rush(hour) + 2 * jitter,
            "pm10" => 29 + 15 * own + 9 * Rush(hour) + 3 * jitter,
            "temperature" => 21.5 + 5.5 * Math.Sin((hour - 9) / 24 * 2 * Math.PI) + own + 0.3 * jitter,
            "humidity" => Math.Clamp(72 - 14 * Math.Sin((hour - 9) / 24 * 2 * Math.PI) + 6 * own + jitter, 20, 100),
            _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "No signal of that name."),
        }, 2);
    }

    /// <summary>About one device in six hundred is over its threshold for a stretch of forty minutes: 0 … 1, it rises and falls within eight, as
    /// water does.</summary>
    private static double Trouble(DemoDevice device, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds() + (device.Phase / 25);
        if (Noise(device.Seed + 17, seconds / 2_400) <= 0.9984) return 0;
        var into = seconds % 2_400;
        return Math.Min(1, Math.Min(into, 2_400 - into) / 480.0);
    }

    /// <summary>The two strongest parts of the tide, M2 (12.42 h) and K1 (23.93 h), −1 … 1, later further up the river.</summary>
    private static double Tide(DateTimeOffset at, double lon)
    {
        var hours = at.ToUnixTimeSeconds() / 3_600.0 - (113.3 - lon) * 2;
        return 0.62 * Math.Cos(2 * Math.PI * hours / 12.4206) + 0.38 * Math.Cos(2 * Math.PI * hours / 23.9345);
    }

    /// <summary>Millimetres in the last hour: a shower passes over a county now and then and fades in and out.</summary>
    private static double Shower(DemoDevice device, DateTimeOffset at)
    {
        var slot = at.ToUnixTimeSeconds() / 7_200;
        var county = DemoCity.Stable(device.County);
        var strength = Math.Max(0, Noise(county, slot) - 0.62) * 45;
        var course = Math.Sin(Math.PI * (at.ToUnixTimeSeconds() % 7_200) / 7_200);
        return Math.Max(0, strength * course * (0.5 + device.Seed % 100 / 100.0));
    }

    /// <summary>0.15 at night, near 1 in the two rush hours.</summary>
    private static double Rush(double hour) =>
        0.15 + 0.45 * Bell(hour, 13, 5) + 0.6 * Bell(hour, 8, 1.3) + 0.6 * Bell(hour, 18, 1.6);

    private static double Bell(double hour, double middle, double width) =>
        Math.Exp(-(hour - middle) * (hour - middle) / (2 * width * width));

    /// <summary>0 … 1, the same for the same two numbers.</summary>
    private static double Noise(int seed, long step)
    {
        var x = (ulong)seed * 0x9E3779B97F4A7C15 + (ulong)step * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return ((x ^ (x >> 31)) >> 11) / (double)(1UL << 53);
    }
}

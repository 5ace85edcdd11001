using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;

namespace CommandCenter.Analytics.Tests.Ingest;

/// <summary>Devices, metrics and readings in the words of the domain.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 41, 0, TimeSpan.FromHours(8));

    public static readonly Metric WaterLevel = new("water_level", "水位", "米", -5, 60,
        [new(WarningColor.Yellow, 2.8), new(WarningColor.Orange, 3.6), new(WarningColor.Red, 4.5)]);

    public static readonly Metric Rainfall = new("rainfall_1h", "1小时雨量", "毫米", 0, 250, []);

    public static readonly Metric Lon = new("lon", "经度", "度", -180, 180, []), Lat = new("lat", "纬度", "度", -90, 90, []);

    public static Device Device(string id, string town = "440705101000", string department = "水利") =>
        new(id, $"{id} 站", "水位站", department, new(113.0, 22.4), RegionCode.Parse(town), IsIllustrative: false);

    /// <summary>What a gauge sends: the water level in a range of its own, never rain.</summary>
    public static readonly DeviceType Gauge = new(
        "水位站", "水文", TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(5), TimeSpan.FromDays(365), [new("water_level", -5, 20)], []);

    public static Reading Reading(Device device, double value, TimeSpan ago = default, Metric? metric = null, string? id = null) =>
        new(device, metric ?? WaterLevel, (Now - ago).ToUnixTimeMilliseconds(), value, id);

    /// <summary>So many readings of a device, a second apart, the newest now.</summary>
    public static Reading[] Readings(Device device, int count) =>
        [.. Enumerable.Range(0, count).Select(second => Reading(device, second % 50 / 10.0, TimeSpan.FromSeconds(second)))];

    public static DeviceRegister Register(params Device[] devices)
    {
        var register = new DeviceRegister();
        register.UseMetrics([WaterLevel, Rainfall, Lon, Lat]);
        register.Register(devices);
        return register;
    }
}

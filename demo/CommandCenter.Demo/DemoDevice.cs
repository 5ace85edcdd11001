namespace CommandCenter.Demo;

/// <summary>A generated device: where it stands, what it measures, and a number that makes its life repeatable.</summary>
internal sealed record DemoDevice(
    string Id,
    string Name,
    DeviceKind Kind,
    string County,
    double Lon,
    double Lat,
    double VillageLon,
    double VillageLat,
    int Seed)
{
    /// <summary>Milliseconds after the full minute at which it reports.</summary>
    public int Phase => Seed % 60_000;
}

/// <summary>A kind of device and how many of each hundred of its department are of this kind.</summary>
internal sealed record DeviceKind(string Prefix, string Type, string Department, int Share, string[] Metrics)
{
    public static readonly DeviceKind[] All =
    [
        new("WL", "水位站", "水利", 45, ["water_level"]),
        new("RF", "雨量站", "水利", 40, ["rainfall_1h"]),
        new("FL", "流量站", "水利", 15, ["flow"]),
        new("TF", "车流检测器", "交通", 70, ["traffic_flow", "speed"]),
        new("RW", "道路积水点", "交通", 30, ["road_water"]),
        new("PG", "智慧多功能杆", "城管", 30, ["tilt", "noise"]),
        new("JG", "井盖", "城管", 45, ["manhole_gap"]),
        new("LJ", "垃圾桶", "城管", 25, ["bin_fill"]),
        new("KQ", "空气微站", "环境", 100, ["pm25", "pm10", "temperature", "humidity"]),
    ];

    /// <summary>7,000 devices, split over the four departments.</summary>
    public static readonly (string Department, int Count)[] Departments =
        [("水利", 2_190), ("城管", 2_655), ("交通", 1_643), ("环境", 512)];
}

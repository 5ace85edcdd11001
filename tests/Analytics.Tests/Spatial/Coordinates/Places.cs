using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Geography;
using FsCheck;
using FsCheck.Fluent;

namespace CommandCenter.Analytics.Tests.Spatial.Coordinates;

/// <summary>Positions in China for the tests of coordinates.</summary>
internal static class Places
{
    public static LonLat CityHall { get; } = new(113.0815, 22.5787);

    /// <summary>A grid over Jiangmen, every 0.1°.</summary>
    public static LonLat[] Jiangmen { get; } =
        [.. from lon in Enumerable.Range(0, 11) from lat in Enumerable.Range(0, 16) select new LonLat(112.3 + lon / 10.0, 21.4 + lat / 10.0)];

    public static LonLat[] Far { get; } =
    [
        new(75.9892, 39.4677), // 喀什
        new(122.5386, 53.4822), // 漠河 (北极村 is the northernmost)
        new(112.3386, 16.8337), // 三沙
        new(112.2833, 3.9667), // 曾母暗沙
        new(134.7667, 48.3667), // 乌苏镇 in the east
        new(73.5, 39.3), // the west
        new(112.5, 22.5), // the border of zones 37 and 38
        new(115.5, 22.5), // the border of zones 38 and 39
    ];

    /// <summary>What a system can be asked about: its own zone, its borders and as much again beyond them; all of China elsewhere.</summary>
    public static LonLat[] Of(CoordinateSystem system) => system.CentralMeridian is not { } meridian
        ? [.. Jiangmen, .. Far]
        : [.. from east in (double[])[-3.5, -3, -1.5, -1.499999, -0.7, 0, 1e-6, 0.5, 1.5, 3, 3.5]
              from lat in (double[])[0, 3.9, 16.8, 21.4, 22.9, 39.5, 53.5]
              select new LonLat(meridian + east, lat),
           .. Jiangmen.Concat(Far).Where(place => Math.Abs(place.Lon - meridian) < 3.5)];

    public static Arbitrary<LonLat> Anywhere(double west, double south, double east, double north) =>
        (from lon in Gen.Choose(0, 1_000_000_000)
         from lat in Gen.Choose(0, 1_000_000_000)
         select new LonLat(west + (east - west) * lon / 1e9, south + (north - south) * lat / 1e9)).ToArbitrary();
}

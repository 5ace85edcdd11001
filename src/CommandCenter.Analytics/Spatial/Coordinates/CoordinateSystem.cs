using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>
/// A system in which coordinates may be brought to the product: a closed catalogue of 49. Two are the same when they are the
/// same object. Facts from the EPSG registry (v10.076); GCJ-02 and BD-09 are not in it. Immutable; safe for many threads.
/// </summary>
public sealed class CoordinateSystem
{
    private CoordinateSystem(string code, int? epsg, string title, bool isDegrees, AxisOrder registryAxes)
    {
        (Code, Epsg, Title, IsDegrees, RegistryAxes) = (code, epsg, title, isDegrees, registryAxes);
    }

    /// <summary>EPSG:4490, degrees: what the product keeps and every API speaks, lon first.</summary>
    public static CoordinateSystem Cgcs2000 { get; } = Degrees(4490, "CGCS2000 经纬度", AxisOrder.NorthEast);

    /// <summary>EPSG:4326, degrees; CRS84 is the same with lon first. Treated as equal to CGCS2000: see <see cref="CoordinateTransform"/>.</summary>
    public static CoordinateSystem Wgs84 { get; } = Degrees(4326, "WGS 84 经纬度", AxisOrder.NorthEast);

    /// <summary>EPSG:3857, metres of the equator: for tiles, never for lengths or areas.</summary>
    public static CoordinateSystem WebMercator { get; } = new("EPSG:3857", 3857, "Web 墨卡托", false, AxisOrder.EastNorth);

    /// <summary>GCJ-02, degrees: the shifted positions of 高德 and 腾讯.</summary>
    public static CoordinateSystem Gcj02 { get; } = new("GCJ-02", null, "GCJ-02 经纬度（高德、腾讯）", true, AxisOrder.EastNorth);

    /// <summary>BD-09, degrees: GCJ-02 shifted once more, by 百度.</summary>
    public static CoordinateSystem Bd09 { get; } = new("BD-09", null, "BD-09 经纬度（百度）", true, AxisOrder.EastNorth);

    /// <summary>EPSG:4513–4533, in the order of their zones 25–45: metres, the zone written before the easting.</summary>
    public static IReadOnlyList<CoordinateSystem> WithZone { get; } = [.. Enumerable.Range(25, 21).Select(Zoned)];

    /// <summary>EPSG:4534–4554, in the order of their central meridians 75°E–135°E: metres, no zone before the easting.</summary>
    public static IReadOnlyList<CoordinateSystem> ByMeridian { get; } = [.. Enumerable.Range(25, 21).Select(Unzoned)];

    /// <summary>EPSG:32649 and EPSG:32650: UTM 49N and 50N, metres.</summary>
    public static IReadOnlyList<CoordinateSystem> Utm { get; } = [UtmNorth(49), UtmNorth(50)];

    /// <summary>The whole catalogue.</summary>
    public static IReadOnlyList<CoordinateSystem> All { get; } =
        [Cgcs2000, Wgs84, WebMercator, .. WithZone, .. ByMeridian, .. Utm, Gcj02, Bd09];

    /// <summary>Stable: <c>EPSG:4547</c>, <c>GCJ-02</c>, <c>BD-09</c>.</summary>
    public string Code { get; }

    /// <summary>Null for GCJ-02 and BD-09.</summary>
    public int? Epsg { get; }

    /// <summary>Name in Chinese: <c>CGCS2000 / 3度带 中央经线 114°E</c>.</summary>
    public string Title { get; }

    /// <summary>Degrees, else metres.</summary>
    public bool IsDegrees { get; }

    /// <summary>度 or 米.</summary>
    public string Unit => IsDegrees ? "度" : "米";

    /// <summary>The order of axes that the registry defines. What a file carries may differ, and mostly does:
    /// every reading says its own <see cref="AxisOrder"/>.</summary>
    public AxisOrder RegistryAxes { get; }

    /// <summary>Degrees east; null when the system is not a transverse Mercator.</summary>
    public int? CentralMeridian { get; private init; }

    /// <summary>Zone written before the easting, 25–45; null elsewhere.</summary>
    public int? ZonePrefix { get; private init; }

    /// <summary>Metres that the central meridian has for an easting: 500,000, or 38,500,000 with zone 38. 0 where there is none.</summary>
    public double FalseEasting { get; private init; }

    /// <summary>Scale on the central meridian: 1, and 0.9996 for UTM. 1 where there is none.</summary>
    public double Scale { get; private init; } = 1;

    /// <summary>
    /// Finds a system by what files and services write: <c>EPSG:4547</c>, <c>4547</c>, <c>urn:ogc:def:crs:EPSG::4490</c>,
    /// <c>http://www.opengis.net/def/crs/EPSG/0/4490</c>, <c>CRS84</c> in its four spellings, <c>CGCS2000</c>, <c>WGS84</c>,
    /// <c>GCJ-02</c>, <c>GCJ02</c>, <c>BD-09</c>, <c>BD09</c>. Case and outer spaces do not matter, digits are ASCII.
    /// Says nothing about the order of axes in the file. False for everything else.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CoordinateSystem? system)
    {
        system = text is null ? null : CoordinateSystemCode.Find(text);
        return system is not null;
    }

    /// <summary>The system whose zone stands before the easting, as in 38,465,000 m; null when no zone 25–45 does.</summary>
    public static CoordinateSystem? OfZonedEasting(double metres) =>
        metres is >= 25_000_000 and < 46_000_000 ? WithZone[(int)(metres / 1_000_000) - 25] : null;

    /// <summary><see cref="Code"/>.</summary>
    public override string ToString() => Code;

    private static CoordinateSystem Degrees(int epsg, string title, AxisOrder axes) => new($"EPSG:{epsg}", epsg, title, true, axes);

    private static CoordinateSystem Zoned(int zone) => Metres(4488 + zone, $"CGCS2000 / 3度带 第 {zone} 带（带号，中央经线 {zone * 3}°E）",
        zone * 3, zone, AxisOrder.NorthEast, 1);

    private static CoordinateSystem Unzoned(int zone) => Metres(4509 + zone, $"CGCS2000 / 3度带 中央经线 {zone * 3}°E",
        zone * 3, null, AxisOrder.NorthEast, 1);

    private static CoordinateSystem UtmNorth(int zone) => Metres(32600 + zone, $"WGS 84 / UTM {zone}N（中央经线 {zone * 6 - 183}°E）",
        zone * 6 - 183, null, AxisOrder.EastNorth, 0.9996);

    private static CoordinateSystem Metres(int epsg, string title, int meridian, int? zone, AxisOrder axes, double scale) =>
        new(string.Create(CultureInfo.InvariantCulture, $"EPSG:{epsg}"), epsg, title, false, axes)
        {
            CentralMeridian = meridian,
            ZonePrefix = zone,
            FalseEasting = (zone ?? 0) * 1_000_000 + 500_000,
            Scale = scale,
        };
}

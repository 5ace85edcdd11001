using CommandCenter.Analytics.Spatial.Coordinates;

namespace CommandCenter.Analytics.Import;

/// <summary>Tells coordinates in degrees, longitude first, from the usual mistakes. Boundaries of the sphere and of China's
/// territory (73–136° E, 3–54° N) decide; a place outside China is accepted when it cannot be a swapped place inside. Judges one
/// pair, for files that must be in degrees; <see cref="CoordinateHints"/> judges a whole column.</summary>
public static class DegreesCheck
{
    /// <summary>Null when the pair is good, otherwise the reason in Chinese.</summary>
    public static string? Reason(double lon, double lat)
    {
        if (!double.IsFinite(lon) || !double.IsFinite(lat)) return "坐标不是有限的数";
        var easting = Math.Max(Math.Abs(lon), Math.Abs(lat));
        if (CoordinateSystem.OfZonedEasting(easting) is { } zoned) return $"疑似带号坐标 {zoned.Code}，请先转为经纬度";
        if (easting > 360) return "疑似以米为单位的投影坐标，请先转为经纬度";
        if (ChinaExtent.Contains(lat, lon) && !ChinaExtent.Contains(lon, lat)) return "疑似经纬度颠倒：经度应在 73–136 之间";
        if (Math.Abs(lon) > 180 || Math.Abs(lat) > 90) return "经度应在 −180–180、纬度应在 −90–90 之间";
        return null;
    }
}

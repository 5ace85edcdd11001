using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>The ways in which files and services write the code of a coordinate system.</summary>
internal static partial class CoordinateSystemCode
{
    private static readonly FrozenDictionary<int, CoordinateSystem> ByEpsg =
        CoordinateSystem.All.Where(system => system.Epsg is not null).ToFrozenDictionary(system => system.Epsg!.Value);

    private static readonly FrozenDictionary<string, CoordinateSystem> ByName = new Dictionary<string, CoordinateSystem>
    {
        ["CGCS2000"] = CoordinateSystem.Cgcs2000,
        ["WGS84"] = CoordinateSystem.Wgs84,
        ["WGS 84"] = CoordinateSystem.Wgs84,
        ["WGS-84"] = CoordinateSystem.Wgs84,
        ["GCJ-02"] = CoordinateSystem.Gcj02,
        ["GCJ02"] = CoordinateSystem.Gcj02,
        ["BD-09"] = CoordinateSystem.Bd09,
        ["BD09"] = CoordinateSystem.Bd09,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null when the text is no code of the catalogue.</summary>
    public static CoordinateSystem? Find(string text)
    {
        var code = text.Trim();
        if (ByName.TryGetValue(code, out var named)) return named;
        if (Crs84().IsMatch(code)) return CoordinateSystem.Wgs84;
        return EpsgNumber().Match(code) is { Success: true } match
            ? ByEpsg.GetValueOrDefault(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"\A(?:EPSG::?|urn:ogc:def:crs:EPSG:[0-9.]*:|https?://www\.opengis\.net/def/crs/EPSG/[0-9.]+/)?([0-9]{4,5})\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EpsgNumber();

    [GeneratedRegex(@"\A(?:OGC:|urn:ogc:def:crs:OGC:[0-9.]*:|https?://www\.opengis\.net/def/crs/OGC/[0-9.]+/)?CRS84\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Crs84();
}

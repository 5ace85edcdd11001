namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>What a column of coordinates may be.</summary>
/// <param name="System">To read it by; null when the numbers alone do not tell which (then <paramref name="Sentence"/> says what to ask).</param>
/// <param name="Axes">The order of the two numbers.</param>
/// <param name="Code">Stable, for programs: one of the constants of this record.</param>
/// <param name="Sentence">Chinese, for the person who imports.</param>
/// <param name="ShareInside">Part of the sample, 0–1, that lands inside the extent when read so.</param>
/// <param name="ReferenceMetres">Median distance of the reference points from where they should be; null without them.</param>
public sealed record CoordinateHint(
    CoordinateSystem? System, AxisOrder Axes, string Code, string Sentence, double ShareInside, double? ReferenceMetres = null)
{
    /// <summary>Degrees, lon first; CGCS2000, WGS 84, GCJ-02 and BD-09 look the same.</summary>
    public const string Degrees = "degrees";

    /// <summary>Degrees, lat first.</summary>
    public const string Swapped = "lon_lat_swapped";

    /// <summary>Metres with the zone before the easting, EPSG:4513–4533.</summary>
    public const string Zoned = "zoned_metres";

    /// <summary>Metres without a zone, EPSG:4534–4554; without an extent the meridian cannot be told and the system is null.</summary>
    public const string Projected = "projected_metres";

    /// <summary>Metres of UTM 49N or 50N.</summary>
    public const string Utm = "utm_metres";

    /// <summary>Metres of EPSG:3857.</summary>
    public const string WebMercator = "web_mercator";

    /// <summary>Metres with the prefix of a zone of 6°, which is not in the catalogue; the system is null.</summary>
    public const string SixDegreeZone = "six_degree_zone";

    /// <summary>Degrees that fit the reference points only as GCJ-02.</summary>
    public const string Gcj02 = "gcj02_degrees";

    /// <summary>Degrees that fit the reference points only as BD-09.</summary>
    public const string Bd09 = "bd09_degrees";

    /// <summary>The file itself names a system of the catalogue.</summary>
    public const string Declared = "declared";

    /// <summary>The file names a system that is not in the catalogue; the system is null.</summary>
    public const string DeclaredUnknown = "declared_unknown";
}

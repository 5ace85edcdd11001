namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>Why a pair of numbers is no position in a coordinate system.</summary>
/// <param name="Code">Stable, for programs: one of the constants of this record.</param>
/// <param name="Message">A Chinese sentence for the person who brought the numbers.</param>
public sealed record CoordinateFault(string Code, string Message)
{
    /// <summary>NaN or infinite.</summary>
    public const string NotFinite = "coordinate_not_finite";

    /// <summary>Degrees off the earth, or a latitude that the system does not reach.</summary>
    public const string LatitudeOrLongitude = "coordinate_out_of_range";

    /// <summary>An easting more than 400 km off the central meridian, or beyond the edge of Web Mercator.</summary>
    public const string Easting = "easting_out_of_range";

    /// <summary>A northing south of the equator or north of 55° N, or beyond the edge of Web Mercator.</summary>
    public const string Northing = "northing_out_of_range";

    /// <summary>The easting carries no zone prefix, or another one than the system has.</summary>
    public const string Zone = "zone_mismatch";

    /// <summary>In the seam around the box of GCJ-02, where no position leads to these numbers.</summary>
    public const string NoOriginal = "no_original";

    /// <summary>The geometry is too wide, east to west, for one local projection.</summary>
    public const string TooWide = "geometry_too_wide";

    /// <summary>The outline of a buffer crosses itself too often to be made.</summary>
    public const string TooTangled = "geometry_too_tangled";
}

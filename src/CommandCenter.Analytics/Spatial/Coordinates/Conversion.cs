namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>The arithmetic of one coordinate system: pairs east first, no axis order, nothing checked while it runs.
/// Immutable; safe for many threads.</summary>
internal abstract class Conversion
{
    /// <summary>Null when the pair may be given to <see cref="ToLonLat"/>.</summary>
    public abstract CoordinateFault? Check(double east, double north);

    /// <summary>Null when the degrees may be given to <see cref="FromLonLat"/>.</summary>
    public virtual CoordinateFault? CheckLonLat(double lon, double lat) => CheckDegrees(lon, lat);

    /// <summary>In place. NaN where no position leads to the pair.</summary>
    public abstract void ToLonLat(Span<double> easts, Span<double> norths);

    /// <summary>In place.</summary>
    public abstract void FromLonLat(Span<double> lons, Span<double> lats);

    protected static CoordinateFault? CheckFinite(double one, double other) => double.IsFinite(one) && double.IsFinite(other)
        ? null
        : new(CoordinateFault.NotFinite, "坐标不是有限的数");

    protected static CoordinateFault? CheckDegrees(double lon, double lat) =>
        CheckFinite(lon, lat) is { } fault ? fault
        : Math.Abs(lon) <= 180 && Math.Abs(lat) <= 90 ? null
        : new(CoordinateFault.LatitudeOrLongitude, "经度应在 −180–180、纬度应在 −90–90 之间");
}

namespace CommandCenter.Domain.Geography;

/// <summary>A position in degrees, CGCS2000 (EPSG:4490), longitude first. A record may hold any doubles:
/// check <see cref="IsOnEarth"/> before it is stored.</summary>
public readonly record struct LonLat(double Lon, double Lat)
{
    /// <summary>Finite, −180 ≤ lon ≤ 180 and −90 ≤ lat ≤ 90.</summary>
    public bool IsOnEarth => double.IsFinite(Lon) && double.IsFinite(Lat) && Math.Abs(Lon) <= 180 && Math.Abs(Lat) <= 90;
}

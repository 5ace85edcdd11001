using System.Globalization;
using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>EPSG:3857 by ProjNET, up to its edge in the registry, 85.06° N and S.</summary>
internal sealed class SphericalMercator : Conversion
{
    private const double LatitudeEdge = 85.06;
    private const double EastEdge = 20_037_508.343; // half of the equator, rounded up to a millimetre
    private const double NorthEdge = 20_048_966.105; // at 85.06°

    private readonly MathTransform _forward;
    private readonly MathTransform _back;

    public SphericalMercator()
    {
        _forward = new CoordinateTransformationFactory()
            .CreateFromCoordinateSystems(GeographicCoordinateSystem.WGS84, ProjectedCoordinateSystem.WebMercator).MathTransform;
        _back = _forward.Inverse();
    }

    public override CoordinateFault? Check(double east, double north) =>
        CheckFinite(east, north) is { } fault ? fault
        : !(Math.Abs(east) <= EastEdge) ? new(CoordinateFault.Easting, string.Create(CultureInfo.InvariantCulture, $"Web 墨卡托 X 坐标 {east:0.###} 米超出 ±20037508 米"))
        : !(Math.Abs(north) <= NorthEdge) ? new(CoordinateFault.Northing, string.Create(CultureInfo.InvariantCulture, $"Web 墨卡托 Y 坐标 {north:0.###} 米超出 ±20048966 米"))
        : null;

    public override CoordinateFault? CheckLonLat(double lon, double lat) =>
        CheckFinite(lon, lat) is { } fault ? fault
        // A millimetre beyond the antimeridian comes back as 180.00000001.
        : !(Math.Abs(lon) <= 180 + 1e-8) || !(Math.Abs(lat) <= LatitudeEdge + 1e-8)
            ? new(CoordinateFault.LatitudeOrLongitude, "Web 墨卡托只到南北纬 85.06°，经度 −180–180")
        : null;

    public override void ToLonLat(Span<double> easts, Span<double> norths)
    {
        _back.Transform(easts, norths);
        foreach (ref var lon in easts) lon = Math.Clamp(lon, -180, 180);
    }

    public override void FromLonLat(Span<double> lons, Span<double> lats) => _forward.Transform(lons, lats);
}

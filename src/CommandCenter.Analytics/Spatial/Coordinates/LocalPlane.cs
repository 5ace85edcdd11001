using NetTopologySuite.Geometries;
using ProjNet.CoordinateSystems.Transformations;

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>
/// Metres on a plane around a place: a transverse Mercator whose central meridian passes through the middle of it. North to south it
/// is true, and east to west its scale is wrong by x²/2R², 0.1 % at 285 km.
/// </summary>
internal sealed class LocalPlane
{
    private const double Reach = 280_000;
    private const double PolarEdge = 84;
    private readonly MathTransform _forward;
    private readonly MathTransform _back;

    /// <param name="extent">Degrees.</param>
    /// <param name="margin">Metres around it that belong to the place.</param>
    /// <exception cref="CoordinateException">Too wide, or too near a pole (<see cref="CoordinateFault.TooWide"/>).</exception>
    public LocalPlane(Envelope extent, double margin)
    {
        Check(extent, Math.Max(margin, 0));
        (_forward, _back) = TransverseMercator.Projection(extent.Centre.X, falseEasting: 0, scale: 1);
    }

    public VertexMove ToMetres => new((xs, ys) => _forward.Transform(xs, ys));

    public VertexMove ToDegrees => new((xs, ys) => _back.Transform(xs, ys));

    /// <summary>One position, in metres.</summary>
    public (double X, double Y) Metres(double lon, double lat)
    {
        _forward.Transform(new Span<double>(ref lon), new Span<double>(ref lat));
        return (lon, lat);
    }

    private static void Check(Envelope extent, double margin)
    {
        var south = Math.Min(Math.Abs(extent.MinY), Math.Abs(extent.MaxY));
        var nearest = extent.MinY <= 0 && extent.MaxY >= 0 ? 0 : south;
        var half = extent.Width / 2 * Math.PI / 180 * Ellipsoid.SemiMajorAxis * Math.Cos(nearest * Math.PI / 180);
        var poleward = Math.Max(Math.Abs(extent.MinY), Math.Abs(extent.MaxY)) + margin / 111_000;
        if (half + margin > Reach || poleward > PolarEdge)
            throw new CoordinateException(new(CoordinateFault.TooWide, "几何连同缓冲距离东西跨度超过 560 公里，或过于靠近两极"));
    }
}

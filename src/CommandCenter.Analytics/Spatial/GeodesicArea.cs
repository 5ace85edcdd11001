using CommandCenter.Analytics.Spatial.Coordinates;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Spatial;

/// <summary>Area on the CGCS2000 ellipsoid of geometries given in degrees.</summary>
public static class GeodesicArea
{
    /// <summary>Area in km², holes taken out; 0 for lines and points. Edges are straight in lon and sine of authalic
    /// latitude: with edges of 10 km up to 0.02 % off the geodesics of <see cref="Geodesic.Area"/>, with the short edges of
    /// real borders 0.001 %.</summary>
    public static double SquareKilometres(Geometry geometry) => geometry switch
    {
        Polygon polygon => Math.Abs(Ring(polygon.ExteriorRing)) - polygon.InteriorRings.Sum(hole => Math.Abs(Ring(hole))),
        GeometryCollection many => many.Geometries.Sum(SquareKilometres),
        _ => 0,
    };

    private static double Ring(LineString ring)
    {
        var sum = 0.0;
        var points = ring.CoordinateSequence;
        for (var i = 1; i < points.Count; i++)
        {
            var eastward = (points.GetX(i) - points.GetX(i - 1)) * Math.PI / 180;
            sum += eastward * (Ellipsoid.AuthalicSine(points.GetY(i)) + Ellipsoid.AuthalicSine(points.GetY(i - 1))) / 2;
        }
        return sum * Ellipsoid.AuthalicRadiusSquared / 1e6;
    }
}

using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Spatial;

/// <summary>Area on the CGCS2000 ellipsoid of geometries given in degrees.</summary>
public static class GeodesicArea
{
    private const double SemiMajorAxis = 6_378_137.0;
    private const double Flattening = 1 / 298.257222101;
    private static readonly double Eccentricity = Math.Sqrt(Flattening * (2 - Flattening));
    private static readonly double PolarQ = Q(Math.PI / 2);

    /// <summary>Area in km², holes taken out; 0 for lines and points. Edges are straight in lon and sine of authalic
    /// latitude, which for edges below 10 km differs from the geodesic by less than 0.001 %.</summary>
    public static double SquareKilometres(Geometry geometry) => geometry switch
    {
        Polygon polygon => Math.Abs(Ring(polygon.ExteriorRing)) - polygon.InteriorRings.Sum(hole => Math.Abs(Ring(hole))),
        GeometryCollection many => many.Geometries.Sum(SquareKilometres),
        _ => 0,
    };

    private static double Ring(LineString ring)
    {
        var radiusSquared = SemiMajorAxis * SemiMajorAxis * PolarQ / 2;
        var sum = 0.0;
        var points = ring.CoordinateSequence;
        for (var i = 1; i < points.Count; i++)
        {
            var eastward = (points.GetX(i) - points.GetX(i - 1)) * Math.PI / 180;
            sum += eastward * (AuthalicSine(points.GetY(i)) + AuthalicSine(points.GetY(i - 1))) / 2;
        }
        return sum * radiusSquared / 1e6;
    }

    private static double AuthalicSine(double latitude) => Q(latitude * Math.PI / 180) / PolarQ;

    // Snyder, Map Projections (1987), 3-12.
    private static double Q(double latitude)
    {
        var e = Eccentricity;
        var sine = Math.Sin(latitude);
        return (1 - e * e) * (sine / (1 - e * e * sine * sine) - Math.Log((1 - e * sine) / (1 + e * sine)) / (2 * e));
    }
}

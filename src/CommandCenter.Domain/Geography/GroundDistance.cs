namespace CommandCenter.Domain.Geography;

/// <summary>How far things are from each other in a city: near enough to say what is nearest, within 0.5 % of the ellipsoid.</summary>
public static class GroundDistance
{
    private const double MetresADegree = 111_195; // of a great circle of a sphere of 6,371 km

    /// <summary>Metres along the ground between two positions not farther apart than a few hundred kilometres.</summary>
    public static double Metres(LonLat from, LonLat to)
    {
        var (x, y) = ((to.Lon - from.Lon) * Math.Cos((from.Lat + to.Lat) / 2 * Math.PI / 180), to.Lat - from.Lat);
        return Math.Sqrt(x * x + y * y) * MetresADegree;
    }
}

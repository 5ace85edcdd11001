namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>The ellipsoid of CGCS2000 (GB 22021-2008; equal to GRS 80 but for what is far below a millimetre), and its authalic
/// latitude: the one with which a sphere of equal area is drawn. Source: Snyder, Map Projections (1987), 3-11 to 3-13.</summary>
internal static class Ellipsoid
{
    /// <summary>Metres.</summary>
    public const double SemiMajorAxis = 6_378_137;

    public const double Flattening = 1 / 298.257222101;

    /// <summary>Metres.</summary>
    public const double SemiMinorAxis = SemiMajorAxis * (1 - Flattening);

    private const double EccentricitySquared = Flattening * (2 - Flattening);
    private static readonly double Eccentricity = Math.Sqrt(EccentricitySquared);
    private static readonly double PolarQ = Q(1);

    /// <summary>Square of the radius of the sphere that has the ellipsoid's area, m².</summary>
    public static double AuthalicRadiusSquared { get; } = SemiMajorAxis * SemiMajorAxis * PolarQ / 2;

    /// <summary>Sine of the authalic latitude of a geodetic latitude in degrees.</summary>
    public static double AuthalicSine(double latitude) => Q(Math.Sin(latitude * Math.PI / 180)) / PolarQ;

    private static double Q(double sine) => (1 - EccentricitySquared)
        * (sine / (1 - EccentricitySquared * sine * sine)
            - Math.Log((1 - Eccentricity * sine) / (1 + Eccentricity * sine)) / (2 * Eccentricity));
}

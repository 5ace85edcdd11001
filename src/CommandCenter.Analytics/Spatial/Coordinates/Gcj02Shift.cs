namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>
/// GCJ-02 as it is published (googollee/eviltransform; there is no official text): a smooth shift of 100–700 m inside the box
/// 72.004–137.8347° E, 0.8293–55.8271° N, none outside. The way back by iteration, to below 1e-9° (0.1 mm).
/// In the seam within 0.01° of the edge of the box the shift is torn: there two positions may lead to one pair, of which
/// the one inside the box is given, or none, which is a fault.
/// </summary>
internal sealed class Gcj02Shift : Conversion
{
    private const double SemiMajorAxis = 6_378_245;
    private const double EccentricitySquared = 0.00669342162296594323;
    private const int MostSteps = 30;
    private const double Enough = 1e-12;

    public override CoordinateFault? Check(double east, double north) => CheckDegrees(east, north);

    public override void ToLonLat(Span<double> easts, Span<double> norths)
    {
        for (var i = 0; i < easts.Length; i++) Unshift(ref easts[i], ref norths[i]);
    }

    public override void FromLonLat(Span<double> lons, Span<double> lats)
    {
        for (var i = 0; i < lons.Length; i++) Shift(ref lons[i], ref lats[i]);
    }

    /// <summary>From WGS 84 to GCJ-02, in place.</summary>
    public static void Shift(ref double lon, ref double lat)
    {
        if (!IsInBox(lon, lat)) return;
        var (east, north) = By(lon, lat);
        lon += east;
        lat += north;
    }

    /// <summary>From GCJ-02 to WGS 84, in place; NaN where no position leads to the pair.</summary>
    public static void Unshift(ref double lon, ref double lat)
    {
        if (!IsNearBox(lon, lat)) return;
        // The shift changes by less than 0.5 % of the way: each step takes two digits off the error.
        var (fromLon, fromLat) = (lon, lat);
        for (var step = 0; step < MostSteps; step++)
        {
            var (east, north) = By(fromLon, fromLat);
            var (nextLon, nextLat) = (lon - east, lat - north);
            var moved = Math.Max(Math.Abs(nextLon - fromLon), Math.Abs(nextLat - fromLat));
            (fromLon, fromLat) = (nextLon, nextLat);
            if (moved < Enough) break;
        }
        if (IsInBox(fromLon, fromLat)) (lon, lat) = (fromLon, fromLat);
        else if (IsInBox(lon, lat)) (lon, lat) = (double.NaN, double.NaN);
    }

    private static bool IsInBox(double lon, double lat) => lon is >= 72.004 and <= 137.8347 && lat is >= 0.8293 and <= 55.8271;

    private static bool IsNearBox(double lon, double lat) => lon is >= 71.9 and <= 138 && lat is >= 0.7 and <= 56;

    /// <summary>The shift at a position of WGS 84, in degrees.</summary>
    private static (double East, double North) By(double lon, double lat)
    {
        var (x, y) = (lon - 105, lat - 35);
        var root = Math.Sqrt(Math.Abs(x));
        var waves = 20 * Math.Sin(6 * x * Math.PI) + 20 * Math.Sin(2 * x * Math.PI);
        var north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
            + (waves + Waves(y, 160, 320)) * 2 / 3;
        var east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
            + (waves + Waves(x, 150, 300)) * 2 / 3;

        var sine = Math.Sin(lat * Math.PI / 180);
        var flat = 1 - EccentricitySquared * sine * sine;
        var metresPerRadianNorth = SemiMajorAxis * (1 - EccentricitySquared) / (flat * Math.Sqrt(flat));
        var metresPerRadianEast = SemiMajorAxis / Math.Sqrt(flat) * Math.Cos(lat * Math.PI / 180);
        return (east / metresPerRadianEast * 180 / Math.PI, north / metresPerRadianNorth * 180 / Math.PI);
    }

    private static double Waves(double t, double twelfth, double thirtieth) =>
        20 * Math.Sin(t * Math.PI) + 40 * Math.Sin(t / 3 * Math.PI)
        + twelfth * Math.Sin(t / 12 * Math.PI) + thirtieth * Math.Sin(t / 30 * Math.PI);
}

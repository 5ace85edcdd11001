namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>BD-09 as it is published (wandergis/coordtransform; there is no official text): GCJ-02, turned and stretched a
/// little, then moved by 0.0065° east and 0.006° north, everywhere. The way back by iteration, to below 1e-9° (0.1 mm).</summary>
internal sealed class Bd09Shift : Conversion
{
    private const double Wave = Math.PI * 3000 / 180;
    private const int MostSteps = 30;
    private const double Enough = 1e-12;

    public override CoordinateFault? Check(double east, double north) => CheckDegrees(east, north);

    public override void ToLonLat(Span<double> easts, Span<double> norths)
    {
        for (var i = 0; i < easts.Length; i++)
        {
            // What one step leaves of the error is below 2 % of it.
            var (lon, lat) = (easts[i] - 0.0065, norths[i] - 0.006);
            for (var step = 0; step < MostSteps; step++)
            {
                var (east, north) = FromGcj02(lon, lat);
                var (offEast, offNorth) = (easts[i] - east, norths[i] - north);
                lon += offEast;
                lat += offNorth;
                if (Math.Max(Math.Abs(offEast), Math.Abs(offNorth)) < Enough) break;
            }
            Gcj02Shift.Unshift(ref lon, ref lat);
            (easts[i], norths[i]) = (lon, lat);
        }
    }

    public override void FromLonLat(Span<double> lons, Span<double> lats)
    {
        for (var i = 0; i < lons.Length; i++)
        {
            Gcj02Shift.Shift(ref lons[i], ref lats[i]);
            (lons[i], lats[i]) = FromGcj02(lons[i], lats[i]);
        }
    }

    private static (double Lon, double Lat) FromGcj02(double lon, double lat)
    {
        var radius = Math.Sqrt(lon * lon + lat * lat) + 0.00002 * Math.Sin(lat * Wave);
        var angle = Math.Atan2(lat, lon) + 0.000003 * Math.Cos(lon * Wave);
        return (radius * Math.Cos(angle) + 0.0065, radius * Math.Sin(angle) + 0.006);
    }
}

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>CGCS2000 and WGS 84: already what the product keeps.</summary>
internal sealed class LonLatDegrees : Conversion
{
    public override CoordinateFault? Check(double east, double north) => CheckDegrees(east, north);

    public override void ToLonLat(Span<double> easts, Span<double> norths)
    {
    }

    public override void FromLonLat(Span<double> lons, Span<double> lats)
    {
    }
}

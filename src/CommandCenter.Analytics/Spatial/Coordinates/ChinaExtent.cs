using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>A box around China's territory, 73–136° E, 3–54° N: tells likely numbers from unlikely ones, nothing more.</summary>
internal static class ChinaExtent
{
    /// <summary>Degrees. A copy: envelopes can be changed.</summary>
    public static Envelope Envelope => new(73, 136, 3, 54);

    public static bool Contains(double lon, double lat) => lon is >= 73 and <= 136 && lat is >= 3 and <= 54;
}

using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Layers;

/// <summary>Places on the web-mercator square as one number: the bits of x and y in turn (Morton order), 2^32 to a side, y from the north.
/// The objects of a tile of zoom z share their first 2z bits.</summary>
public static class MapSpot
{
    private const double Side = 4294967296.0;

    /// <summary>Latitudes beyond it are not on the square, and are laid on its edge.</summary>
    private const double FarthestLat = 85.05112877980659;

    /// <param name="lon">Degrees, −180 … 180.</param>
    /// <param name="lat">Degrees.</param>
    public static ulong Of(double lon, double lat)
    {
        var (x, y) = World(lon, lat);
        return Spread(x) | Spread(y) << 1;
    }

    /// <summary>The position on the square in units of 2^-32 of its side.</summary>
    public static (uint X, uint Y) World(double lon, double lat)
    {
        var sine = Math.Sin(Math.Clamp(lat, -FarthestLat, FarthestLat) * Math.PI / 180);
        var x = (lon + 180) / 360 * Side;
        var y = (0.5 - Math.Log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * Side;
        return ((uint)Math.Clamp(x, 0, Side - 1), (uint)Math.Clamp(y, 0, Side - 1));
    }

    /// <summary>Where an object is counted: a point itself, otherwise a point inside it.</summary>
    public static Coordinate PlaceOf(Geometry geometry) => geometry is Point point ? point.Coordinate : geometry.InteriorPoint.Coordinate;

    /// <summary>The first spot of a tile, and the first one behind it (0 at the end of the square).</summary>
    public static (ulong From, ulong Behind) Range(int zoom, int x, int y)
    {
        var bits = 64 - 2 * zoom;
        if (zoom == 0) return (0, 0);
        var from = (Spread((uint)x) | Spread((uint)y) << 1) << bits;
        return (from, from + (1ul << bits));
    }

    private static ulong Spread(uint value)
    {
        ulong v = value;
        v = (v | v << 16) & 0x0000FFFF0000FFFF;
        v = (v | v << 8) & 0x00FF00FF00FF00FF;
        v = (v | v << 4) & 0x0F0F0F0F0F0F0F0F;
        v = (v | v << 2) & 0x3333333333333333;
        return (v | v << 1) & 0x5555555555555555;
    }
}

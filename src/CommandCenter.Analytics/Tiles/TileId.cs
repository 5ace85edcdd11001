using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tiles;

/// <summary>A square of the web-mercator pyramid: 0 ≤ zoom ≤ 22, 0 ≤ x, y &lt; 2^zoom, y from the north.</summary>
public readonly record struct TileId
{
    /// <summary>Deepest zoom that is served.</summary>
    public const int DeepestZoom = 22;

    private TileId(int zoom, int x, int y) => (Zoom, X, Y) = (zoom, x, y);

    public int Zoom { get; }

    public int X { get; }

    public int Y { get; }

    /// <summary>False outside the pyramid.</summary>
    public static bool TryMake(int zoom, int x, int y, out TileId tile)
    {
        var isTile = zoom is >= 0 and <= DeepestZoom && x >= 0 && y >= 0 && x < 1L << zoom && y < 1L << zoom;
        tile = isTile ? new(zoom, x, y) : default;
        return isTile;
    }

    /// <summary>Length of a side in the steps of a <see cref="WorldPoint"/>.</summary>
    internal long Side => 1L << (32 - Zoom);

    /// <summary>The lowest <see cref="WorldPoint.Spot"/> inside.</summary>
    internal ulong FirstSpot => Zoom == 0 ? 0 : new WorldPoint((uint)X, (uint)Y).Spot << 2 * (32 - Zoom);

    /// <summary>The highest <see cref="WorldPoint.Spot"/> inside.</summary>
    internal ulong LastSpot => Zoom == 0 ? ulong.MaxValue : FirstSpot + ((1UL << 2 * (32 - Zoom)) - 1);

    /// <summary>The square and a margin around it (parts of its side) in degrees.</summary>
    public Envelope Bounds(double margin) => new(Lon(X - margin), Lon(X + 1 + margin), Lat(Y + 1 + margin), Lat(Y - margin));

    /// <summary>Which part of the tile, of so many across and down from its north-west corner, holds the point; the point has to be inside.</summary>
    public (int Column, int Row) Part(WorldPoint point, int across)
    {
        var shift = 32 - Zoom;
        return ((int)((point.X - ((ulong)X << shift)) * (ulong)across >> shift), (int)((point.Y - ((ulong)Y << shift)) * (ulong)across >> shift));
    }

    /// <summary>A position in parts of the tile's side from its north-west corner: inside for 0 … 1.</summary>
    public (double X, double Y) Project(double lon, double lat)
    {
        var side = (double)(1L << Zoom);
        var sine = Math.Sin(lat * Math.PI / 180);
        return ((lon + 180) / 360 * side - X, (0.5 - Math.Log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * side - Y);
    }

    private double Lon(double x) => x / (1L << Zoom) * 360 - 180;

    private double Lat(double y) => Math.Atan(Math.Sinh(Math.PI * (1 - 2 * y / (1L << Zoom)))) * 180 / Math.PI;
}

using System.Text.Encodings.Web;
using System.Text.Json;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Status;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Layers;

/// <summary>
/// The tiles of a layer from memory. Each object has <c>id</c>, <c>class</c>, <c>severity</c> (0 none … 4 red), <c>label</c>, <c>height</c>
/// (metres). Where more points than can be told apart lie in a tile, those of a cell of its grid are one: <c>count</c>, the worst
/// <c>severity</c>, <c>classes</c> (JSON: how many of each class). The grid is that of the whole map, so neighbouring tiles agree.
/// </summary>
/// <param name="labels">False leaves <c>label</c> out: of a sensitive layer, whose objects are looked at one by one and on record.</param>
public sealed class LayerTiles(FeatureIndex features, bool labels = true) : ITileSource
{
    /// <summary>Points that a tile shows one by one; with more it shows cells.</summary>
    public const int MostPoints = 1_000;

    /// <summary>Bytes after which a tile takes no further shape; the largest come first.</summary>
    public const int MostBytes = 400_000;

    private const double Margin = 1 / 64.0;

    /// <summary>Cells to the side of a tile, as a power of two.</summary>
    private const int CellBits = 4;

    private const int ClassesTold = 6;
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Layer => features.Version.Layer;

    public Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, CancellationToken cancel)
    {
        var layer = new MvtLayer(Layer, tile);
        AddPoints(layer, scope, tile);
        AddShapes(layer, scope, tile, cancel);
        return Task.FromResult<ReadOnlyMemory<byte>?>(layer.IsEmpty ? default(ReadOnlyMemory<byte>?) : layer.Encode());
    }

    private void AddPoints(MvtLayer layer, RegionScope scope, TileId tile)
    {
        var points = features.Points(scope, tile.Zoom, tile.X, tile.Y).ToList();
        var shift = 64 - 2 * (tile.Zoom + CellBits);
        for (var i = 0; i < points.Count;)
        {
            var end = i + 1;
            if (points.Count > MostPoints) // In Morton order the points of a cell stand together.
                while (end < points.Count && points[end].Spot >> shift == points[i].Spot >> shift) end++;
            if (end == i + 1) Add(layer, points[i].Row, points[i].Row.Geometry);
            else AddCell(layer, points[i..end]);
            i = end;
        }
    }

    private static void AddCell(MvtLayer layer, List<(ulong Spot, FeatureRow Row)> points)
    {
        var (lon, lat, severity) = (0.0, 0.0, WarningColor.None);
        foreach (var (_, row) in points)
        {
            lon += row.Geometry.Coordinate.X;
            lat += row.Geometry.Coordinate.Y;
            if (row.Severity > severity) severity = row.Severity;
        }
        var classes = points.CountBy(point => point.Row.Class).OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).ToList();
        var told = classes.Take(ClassesTold).ToDictionary();
        if (classes.Count > ClassesTold) told["其他"] = classes.Skip(ClassesTold).Sum(one => one.Value) + told.GetValueOrDefault("其他");
        layer.Add(points[0].Spot, new Point(lon / points.Count, lat / points.Count),
            ("count", points.Count), ("severity", (int)severity), ("classes", JsonSerializer.Serialize(told, Plain)));
    }

    /// <summary>The largest first, until the tile is full; what is smaller than half a pixel is not seen.</summary>
    private void AddShapes(MvtLayer layer, RegionScope scope, TileId tile, CancellationToken cancel)
    {
        var box = tile.Bounds(Margin);
        var least = box.Width / 512 / 2;
        foreach (var row in features.Shapes(scope, box).OrderByDescending(row => Extent(row.Geometry)))
        {
            if (Extent(row.Geometry) < least || layer.Bytes > MostBytes) break;
            cancel.ThrowIfCancellationRequested();
            Add(layer, row, row.Geometry);
        }
    }

    private static double Extent(Geometry geometry) => Math.Max(geometry.EnvelopeInternal.Width, geometry.EnvelopeInternal.Height);

    private void Add(MvtLayer layer, FeatureRow row, Geometry geometry) => layer.Add(
        (ulong)row.Id, geometry,
        ("id", row.Id), ("class", row.Class), ("severity", (int)row.Severity), ("label", labels ? row.Label : ""), ("height", (double)row.Height));
}

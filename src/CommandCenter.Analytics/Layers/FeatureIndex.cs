using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;
using CommandCenter.Domain.Status;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace CommandCenter.Analytics.Layers;

/// <summary>A version of a layer in memory, without attributes: points in the order of the map (one tile is one stretch of them), lines and
/// polygons in a tree of envelopes. Never changes; read by many at once.</summary>
public sealed class FeatureIndex
{
    private readonly ulong[] _spots;
    private readonly FeatureRow[] _points;
    private readonly STRtree<FeatureRow> _shapes = new();

    private FeatureIndex(LayerVersion version, List<(ulong Spot, FeatureRow Row)> points, IReadOnlyList<FeatureRow> shapes)
    {
        Version = version;
        Count = points.Count + shapes.Count;
        points.Sort((a, b) => a.Spot.CompareTo(b.Spot));
        _spots = [.. points.Select(point => point.Spot)];
        _points = [.. points.Select(point => point.Row)];
        foreach (var shape in shapes) _shapes.Insert(shape.Geometry.EnvelopeInternal, shape);
        _shapes.Build();
    }

    public LayerVersion Version { get; }

    /// <summary>Objects in all.</summary>
    public int Count { get; }

    /// <summary>Reads all objects of a version.</summary>
    public static async Task<FeatureIndex> LoadAsync(FeatureQueries store, LayerVersion version, CancellationToken cancel)
    {
        var points = new List<(ulong, FeatureRow)>();
        var shapes = new List<FeatureRow>();
        await foreach (var row in store.AllAsync(version, cancel))
        {
            if (row.Geometry is Point point) points.Add((MapSpot.Of(point.X, point.Y), row));
            else shapes.Add(row);
        }
        return new(version, points, shapes);
    }

    /// <summary>The points of a tile that lie in the scope, with their places in Morton order, in that order.</summary>
    public IEnumerable<(ulong Spot, FeatureRow Row)> Points(RegionScope scope, int zoom, int x, int y)
    {
        var (from, behind) = MapSpot.Range(zoom, x, y);
        for (var i = zoom == 0 ? 0 : First(from); i < _spots.Length && (behind == 0 || _spots[i] < behind); i++)
            if (scope.Covers(_points[i].Region)) yield return (_spots[i], _points[i]);
    }

    /// <summary>Lines and polygons in the scope whose envelopes touch the box (degrees), in the order of their numbers.</summary>
    public IReadOnlyList<FeatureRow> Shapes(RegionScope scope, Envelope box) =>
        [.. _shapes.Query(box).Where(row => scope.Covers(row.Region)).OrderBy(row => row.Id)];

    private int First(ulong spot)
    {
        var at = Array.BinarySearch(_spots, spot);
        if (at < 0) return ~at;
        while (at > 0 && _spots[at - 1] == spot) at--;
        return at;
    }
}

using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using CommandCenter.Domain.Status;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Layers;

/// <summary>
/// The objects of one version of a layer in memory, without their properties. An object is named by its index, 0 ≤ index &lt;
/// <see cref="Count"/>; indexes are in the order of place, then of id. A point takes some 20 bytes, and 4 to 8 more for each of label,
/// time and height where the layer has them; a line or polygon 60 and 8 for each position. Immutable; safe for many threads.
/// </summary>
public sealed class FeatureSet
{
    private readonly FeatureSetBuilder _of;
    private readonly ExtentTree? _extents;
    private readonly Lazy<int[]> _byId;

    internal FeatureSet(FeatureSetBuilder finished)
    {
        _of = finished;
        _extents = finished.Shapes is null ? null : new(finished.Extents);
        finished.Extents.Clear();
        _byId = new(() =>
        {
            var order = Enumerable.Range(0, Count).ToArray();
            Array.Sort(_of.Ids.ToArray(), order);
            return order;
        });
    }

    /// <summary>A set of rows that are at hand.</summary>
    public static FeatureSet Of(LayerVersion version, GeometryKind kind, IEnumerable<FeatureRow> rows)
    {
        var sorted = rows.Select(row => (Row: row, Anchor: FeatureRecord.Anchor(row.Geometry)))
            .Select(row => (row.Row, Spot: WorldPoint.Of(row.Anchor.Lon, row.Anchor.Lat).Spot)).OrderBy(row => row.Spot).ThenBy(row => row.Row.Id).ToList();
        var builder = new FeatureSetBuilder(version, kind, sorted.Count);
        foreach (var (row, spot) in sorted)
            builder.Add(spot, row.Id, row.Region.Number, row.Class, (byte)row.Severity, row.Label, row.At, row.Height, row.Geometry);
        return builder.Finish();
    }

    public LayerVersion Version => _of.Version;

    public GeometryKind Kind => _of.Kind;

    public int Count => _of.Count;

    /// <summary>About what it takes in memory.</summary>
    public long Bytes => _of.Bytes + (_extents?.Bytes ?? 0) + (_byId.IsValueCreated ? 4L * Count : 0);

    /// <summary>Every class that an object has, in the order of their UTF-8 bytes; the empty one too when an object has none.</summary>
    public IReadOnlyList<string> Classes => _of.Classes.Names;

    public long Id(int index) => _of.Ids[index];

    public string Class(int index) => Classes[_of.Classes.Indexes[index]];

    public WarningColor Severity(int index) => (WarningColor)_of.Severities[index];

    /// <summary>Not a region for an object that lies in none.</summary>
    public RegionCode Region(int index) => FeatureRecord.Region(_of.Regions[_of.RegionIndexes[index]]);

    public string Label(int index) => _of.Labels[index];

    /// <summary>Metres above ground; 0 where unknown.</summary>
    public float Height(int index) => _of.Heights is { } heights ? heights[index] : 0;

    public DateTimeOffset? At(int index) =>
        _of.Times is { } times && times[index] != long.MinValue ? DateTimeOffset.FromUnixTimeMilliseconds(times[index]) : null;

    /// <summary>The point, or a point inside or on the object; in degrees, exact to a centimetre.</summary>
    public LonLat Position(int index)
    {
        var at = WorldPoint.OfSpot(_of.Spots[index]);
        return new(at.Lon, at.Lat);
    }

    /// <summary>In degrees, CGCS2000, lon first; exact to a centimetre. Made anew at each call.</summary>
    public Geometry Geometry(int index)
    {
        if (_of.Shapes is { } shapes) return shapes.ToGeometry(index);
        var at = Position(index);
        return new Point(at.Lon, at.Lat) { SRID = 4490 };
    }

    /// <summary>The object with that id; null when there is none. The first call sorts the ids.</summary>
    public int? IndexOf(long id)
    {
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var index = _byId.Value[middle];
            if (Id(index) == id) return index;
            if (Id(index) < id) low = middle + 1;
            else high = middle - 1;
        }
        return null;
    }

    /// <summary>The objects in the scope that may lie in the bounds: points inside, lines and polygons whose extent meets them. Bounds in
    /// degrees, inclusive.</summary>
    public IEnumerable<int> Candidates(Envelope bounds, RegionScope scope)
    {
        if (bounds.IsNull || !scope.Root.IsRegion) return [];
        var (corner, opposite) = (WorldPoint.Of(bounds.MinX, bounds.MaxY), WorldPoint.Of(bounds.MaxX, bounds.MinY));
        var extent = new Extent(corner.X, corner.Y, opposite.X, opposite.Y);
        var sees = Sees(scope);
        var found = new List<int>();
        if (_extents is null)
            SpotRanges.Visit(_of.Spots, extent.CoverOf, (index, cover) =>
            {
                if (sees[_of.RegionIndexes[index]] && (cover is Cover.Inside || extent.Holds(WorldPoint.OfSpot(_of.Spots[index])))) found.Add(index);
            });
        else
            _extents.Find(extent, 0, index =>
            {
                if (sees[_of.RegionIndexes[index]]) found.Add(index);
            });
        return found;
    }

    internal FeatureSetBuilder Columns => _of;

    /// <summary>Null for points.</summary>
    internal ExtentTree? Extents => _extents;

    /// <summary>For each number in the column of regions: whether the scope sees it.</summary>
    internal bool[] Sees(RegionScope scope)
    {
        var sees = new bool[_of.Regions.Count];
        for (var i = 0; i < sees.Length; i++) sees[i] = FeatureScope.Covers(scope, _of.Regions[i]);
        return sees;
    }

    /// <summary>The objects whose point lies in a tile: from the first, before the second.</summary>
    internal (int First, int End) In(TileId tile) =>
        (SpotRanges.LowerBound(_of.Spots, tile.FirstSpot), tile.LastSpot == ulong.MaxValue ? Count : SpotRanges.LowerBound(_of.Spots, tile.LastSpot + 1));
}

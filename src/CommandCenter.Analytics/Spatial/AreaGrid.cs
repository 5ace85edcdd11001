using CommandCenter.Domain.Geography;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Spatial;

/// <summary>
/// Which of many areas a point is in. A grid of cells over them all: a cell wholly inside one area answers at once, a cell
/// that borders cross asks the areas that touch it, lowest code first, so a point on a border always gets the same answer.
/// Immutable; safe for many threads.
/// </summary>
internal sealed class AreaGrid
{
    private const int Side = 512;
    private const double Slack = 1e-9;

    private readonly RegionCode[] _codes;
    private readonly IndexedPointInAreaLocator[] _areas;
    private readonly Envelope _extent;
    private readonly double _perLon;
    private readonly double _perLat;

    /// <summary>Per cell: 0 nothing, n &gt; 0 wholly inside area n − 1, n &lt; 0 ask the areas of <see cref="_asked"/>[−n − 1].</summary>
    private readonly int[] _cells = new int[Side * Side];
    private readonly int[][] _asked;

    public AreaGrid(IReadOnlyList<RegionBoundary> boundaries)
    {
        var sorted = boundaries.OrderBy(boundary => boundary.Code).ToArray();
        _codes = [.. sorted.Select(boundary => boundary.Code)];
        _areas = [.. sorted.Select(boundary => new IndexedPointInAreaLocator(boundary.Area))];
        _extent = new Envelope();
        foreach (var boundary in sorted) _extent.ExpandToInclude(boundary.Area.EnvelopeInternal);
        _perLon = Side / Math.Max(_extent.Width, Slack);
        _perLat = Side / Math.Max(_extent.Height, Slack);

        var asked = new List<int>?[_cells.Length];
        for (var area = 0; area < sorted.Length; area++)
        {
            _areas[area].Locate(sorted[area].Area.Coordinate); // builds its index now: later only threads that read come
            Draw(area, sorted[area].Area, asked);
        }
        _asked = [.. asked.Where(list => list is not null).Select(list => list!.ToArray())];
        var next = 0;
        for (var cell = 0; cell < _cells.Length; cell++)
            if (asked[cell] is not null) _cells[cell] = -++next;
    }

    /// <summary>The area the point is in or on; not a region (<c>default</c>) outside all, and for NaN.</summary>
    public RegionCode Find(double lon, double lat)
    {
        // Written so that NaN fails it.
        if (!(lon >= _extent.MinX && lon <= _extent.MaxX && lat >= _extent.MinY && lat <= _extent.MaxY)) return default;
        var cell = _cells[Row(lat) * Side + Column(lon)];
        if (cell == 0) return default;
        if (cell > 0) return _codes[cell - 1];
        var point = new Coordinate(lon, lat);
        foreach (var area in _asked[-cell - 1])
            if (_areas[area].Locate(point) != Location.Exterior)
                return _codes[area];
        return default;
    }

    private int Column(double lon) => Math.Clamp((int)((lon - _extent.MinX) * _perLon), 0, Side - 1);

    private int Row(double lat) => Math.Clamp((int)((lat - _extent.MinY) * _perLat), 0, Side - 1);

    /// <summary>Enters an area: the cells its border passes ask it, the others inside its envelope are in or out as their middle is.</summary>
    private void Draw(int area, Geometry geometry, List<int>?[] asked)
    {
        var border = new HashSet<int>();
        geometry.Apply(new EdgeWalk(this, border));
        var envelope = geometry.EnvelopeInternal;
        for (var row = Row(envelope.MinY); row <= Row(envelope.MaxY); row++)
            for (var column = Column(envelope.MinX); column <= Column(envelope.MaxX); column++)
            {
                var cell = row * Side + column;
                if (!border.Contains(cell) && _areas[area].Locate(Middle(column, row)) == Location.Exterior) continue;
                if (!border.Contains(cell) && _cells[cell] == 0 && asked[cell] is null)
                {
                    _cells[cell] = area + 1;
                    continue;
                }
                // Areas may overlap: whoever claimed the cell alone is asked together with the newcomer from now on.
                asked[cell] ??= _cells[cell] > 0 ? [_cells[cell] - 1] : [];
                asked[cell]!.Add(area);
            }
    }

    private Coordinate Middle(int column, int row) =>
        new(_extent.MinX + (column + 0.5) / _perLon, _extent.MinY + (row + 0.5) / _perLat);

    /// <summary>Collects the cells that the edges of a geometry pass, in steps shorter than a cell.</summary>
    private sealed class EdgeWalk(AreaGrid grid, HashSet<int> passed) : IGeometryComponentFilter
    {
        public void Filter(Geometry component)
        {
            if (component is not LineString line) return;
            var points = line.CoordinateSequence;
            for (var i = 1; i < points.Count; i++)
                Walk(points.GetX(i - 1), points.GetY(i - 1), points.GetX(i), points.GetY(i));
        }

        private void Walk(double fromLon, double fromLat, double toLon, double toLat)
        {
            var steps = 1 + (int)Math.Max(Math.Abs(toLon - fromLon) * grid._perLon, Math.Abs(toLat - fromLat) * grid._perLat);
            for (var step = 0; step < steps; step++)
            {
                var (a, b) = ((double)step / steps, (double)(step + 1) / steps);
                Mark(fromLon + (toLon - fromLon) * a, fromLat + (toLat - fromLat) * a,
                    fromLon + (toLon - fromLon) * b, fromLat + (toLat - fromLat) * b);
            }
        }

        private void Mark(double lon1, double lat1, double lon2, double lat2)
        {
            for (var row = grid.Row(Math.Min(lat1, lat2) - Slack); row <= grid.Row(Math.Max(lat1, lat2) + Slack); row++)
                for (var column = grid.Column(Math.Min(lon1, lon2) - Slack); column <= grid.Column(Math.Max(lon1, lon2) + Slack); column++)
                    passed.Add(row * Side + column);
        }
    }
}

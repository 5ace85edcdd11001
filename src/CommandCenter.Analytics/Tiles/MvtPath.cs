using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tiles;

/// <summary>Draws a geometry in the command numbers of a vector tile: moves, lines, closed rings; shells clockwise on screen.</summary>
internal sealed class MvtPath(TileId tile, int extent, int step)
{
    private const uint MoveTo = 1;
    private const uint LineTo = 2;
    private const uint ClosePath = 7;

    private readonly List<(int X, int Y)> _points = [];
    private (int X, int Y) _pen;

    public List<uint> Commands { get; } = [];

    /// <summary>1 points, 2 lines, 3 polygons, 0 nothing that is large enough to be seen.</summary>
    public uint Kind { get; private set; }

    public void Draw(Geometry geometry)
    {
        switch (geometry)
        {
            case Point { IsEmpty: false } point:
                Trace(point.CoordinateSequence);
                Emit(1, 1);
                break;
            case LineString line:
                Trace(line.CoordinateSequence);
                if (_points.Count >= 2) Emit(2, _points.Count);
                break;
            case Polygon polygon:
                if (!Ring(polygon.ExteriorRing, isShell: true)) return;
                foreach (var hole in polygon.InteriorRings) Ring(hole, isShell: false);
                break;
            case GeometryCollection many:
                // A clipped polygon may leave points and lines where it only touched the edge: the largest kind counts.
                foreach (var part in many.Geometries)
                    if (part.Dimension == many.Dimension) Draw(part);
                break;
        }
    }

    private bool Ring(LineString ring, bool isShell)
    {
        Trace(ring.CoordinateSequence);
        if (_points.Count > 1 && _points[0] == _points[^1]) _points.RemoveAt(_points.Count - 1);
        var area = SignedArea();
        if (_points.Count < 3 || area == 0) return false;
        if (area > 0 != isShell) _points.Reverse();
        Emit(3, _points.Count);
        Commands.Add(ClosePath | 1 << 3);
        return true;
    }

    /// <summary>Lays the positions on the grid, each grid point once in a row.</summary>
    private void Trace(CoordinateSequence positions)
    {
        _points.Clear();
        for (var i = 0; i < positions.Count; i++)
        {
            var (x, y) = tile.Project(positions.GetX(i), positions.GetY(i));
            var point = (Snap(x), Snap(y));
            if (_points.Count == 0 || _points[^1] != point) _points.Add(point);
        }
    }

    private int Snap(double part) => (int)Math.Round(part * extent / step) * step;

    /// <summary>Twice the area; positive when clockwise on screen, where y grows downwards.</summary>
    private long SignedArea()
    {
        var sum = 0L;
        for (var i = 0; i < _points.Count; i++)
        {
            var (a, b) = (_points[i], _points[(i + 1) % _points.Count]);
            sum += (long)a.X * b.Y - (long)b.X * a.Y;
        }
        return sum;
    }

    private void Emit(uint kind, int count)
    {
        Kind = kind;
        Commands.Add(MoveTo | 1 << 3);
        Go(_points[0]);
        if (count == 1) return;
        Commands.Add(LineTo | (uint)(count - 1) << 3);
        for (var i = 1; i < count; i++) Go(_points[i]);
    }

    private void Go((int X, int Y) to)
    {
        Commands.Add(ZigZag(to.X - _pen.X));
        Commands.Add(ZigZag(to.Y - _pen.Y));
        _pen = to;
    }

    private static uint ZigZag(int value) => (uint)(value << 1 ^ value >> 31);
}

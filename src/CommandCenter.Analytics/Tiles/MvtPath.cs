using System.Runtime.InteropServices;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Precision;

namespace CommandCenter.Analytics.Tiles;

/// <summary>Draws shapes, one after the other, in the command numbers of a vector tile: clipped to the tile and its margin, laid on its
/// grid, simplified; shells clockwise on screen, and never a ring that crosses or touches itself.</summary>
/// <param name="step">How coarse the grid is, in parts of 1/4096 of the side: 1, 2 or 4.</param>
/// <param name="tolerance">How far lines and edges may move to become simpler, in the same; 0 where neighbours share their vertices.</param>
internal sealed class MvtPath(TileId tile, int step, int tolerance)
{
    private const uint MoveTo = 1;
    private const uint LineTo = 2;
    private const uint ClosePath = 7;

    private readonly TileClip _clip = new(tile);
    private readonly int _shift = 20 - tile.Zoom;
    private readonly int _stepBits = System.Numerics.BitOperations.Log2((uint)step);
    private readonly List<List<GridPoint>> _rings = [];
    private readonly List<GridPoint> _points = [];
    private readonly List<uint> _commands = [];
    private GridPoint _pen;

    /// <summary>What the last shape is drawn with.</summary>
    public ReadOnlySpan<uint> Commands => CollectionsMarshal.AsSpan(_commands);

    /// <summary>Of the last shape: 1 points, 2 lines, 3 polygons, 0 nothing that is large enough to be seen.</summary>
    public uint Kind { get; private set; }

    /// <summary>Draws a shape; of a mixed one the parts of the highest dimension.</summary>
    public void Draw(PackedShapes shapes, int shape)
    {
        _commands.Clear();
        (_pen, Kind) = (default, 0);
        var (first, end) = shapes.Parts(shape);
        var role = PartRole.Point;
        for (var part = first; part < end; part++)
            if (shapes.Role(part) > role) role = shapes.Role(part);
        if (role is PartRole.Point) Points(shapes, first, end);
        for (var part = first; part < end && role is not PartRole.Point; part++)
        {
            if (shapes.Role(part) is PartRole.Line && role is PartRole.Line) _clip.Line(shapes.Positions(part), Line);
            else if (shapes.Role(part) is PartRole.Shell)
            {
                var shell = part;
                while (part + 1 < end && shapes.Role(part + 1) is PartRole.Hole) part++;
                Polygon(shapes, shell, part + 1);
            }
        }
    }

    private void Points(PackedShapes shapes, int first, int end)
    {
        _points.Clear();
        for (var part = first; part < end; part++)
            if (_clip.Holds(shapes.Positions(part)[0], out var at)) _points.Add(Snap(at));
        if (_points.Count > 0) Emit(1, _points, _points.Count);
    }

    private void Line(List<Offset> piece)
    {
        Lay(piece, _points);
        if (tolerance > 0) GridRing.Simplify(_points, tolerance);
        if (_points.Count >= 2) Emit(2, _points, 1);
    }

    private void Polygon(PackedShapes shapes, int shell, int end)
    {
        if (!Rings(shapes, shell, end, tolerance)) return;
        if (!IsSound() && tolerance > 0 && !Rings(shapes, shell, end, 0)) return;
        if (IsSound()) EmitRings();
        else Repair();
    }

    /// <summary>Fills the rings; false when there is no shell.</summary>
    private bool Rings(PackedShapes shapes, int shell, int end, int near)
    {
        var used = 0;
        for (var part = shell; part < end; part++)
        {
            if (_rings.Count == used) _rings.Add([]);
            var ring = _rings[used];
            Lay(_clip.Ring(shapes.Positions(part)), ring);
            if (near > 0) GridRing.SimplifyRing(ring, near);
            GridRing.Tidy(ring);
            if (ring.Count >= 3 && GridRing.SignedArea(ring) != 0) used++;
            else if (part == shell) return false;
        }
        _rings.RemoveRange(used, _rings.Count - used);
        return true;
    }

    private bool IsSound() => GridRing.AreApart(_rings) || _rings.Count > 1 && AsPolygon().IsValid;

    private Polygon AsPolygon()
    {
        var rings = _rings.Select(ring => new LinearRing([.. ring.Append(ring[0]).Select(at => new Coordinate(at.X, at.Y))])).ToArray();
        return new(rings[0], rings[1..]);
    }

    /// <summary>Rare: an edge ran into another when it was laid on the grid, or along the margin.</summary>
    private void Repair()
    {
        try
        {
            Emit(GeometryPrecisionReducer.Reduce(GeometryFixer.Fix(AsPolygon()), new PrecisionModel(1.0 / step)));
        }
        catch (Exception failure) when (failure is TopologyException or ArgumentException)
        {
            // What the geometry engine itself cannot bring in order is a few pixels of knots: not drawn.
        }
    }

    private void Emit(Geometry repaired)
    {
        if (repaired is GeometryCollection many)
        {
            foreach (var part in many.Geometries) Emit(part);
            return;
        }
        if (repaired is not Polygon { IsEmpty: false } polygon) return;
        _rings.Clear();
        foreach (var ring in polygon.InteriorRings.Prepend(polygon.ExteriorRing))
            _rings.Add([.. ring.Coordinates[1..].Select(at => new GridPoint((int)Math.Round(at.X), (int)Math.Round(at.Y)))]);
        EmitRings();
    }

    private void EmitRings()
    {
        for (var i = 0; i < _rings.Count; i++)
        {
            if (GridRing.SignedArea(_rings[i]) > 0 != (i == 0)) _rings[i].Reverse();
            Emit(3, _rings[i], 1);
            _commands.Add(ClosePath | 1 << 3);
        }
    }

    /// <summary>Lays positions on the grid, each grid point once in a row.</summary>
    private void Lay(List<Offset> offsets, List<GridPoint> points)
    {
        points.Clear();
        foreach (var offset in offsets)
        {
            var point = Snap(offset);
            if (points.Count == 0 || points[^1] != point) points.Add(point);
        }
    }

    private GridPoint Snap(Offset at) => new(Snap(at.X), Snap(at.Y));

    /// <summary>To the nearest line of the grid; half a step goes east or south.</summary>
    private int Snap(long offset)
    {
        if (_shift < 0) return (int)(offset << -_shift) & -step;
        var bits = _shift + _stepBits;
        return (int)((offset + (1L << bits >> 1)) >> bits) << _stepBits;
    }

    private void Emit(uint kind, List<GridPoint> points, int moves)
    {
        Kind = kind;
        _commands.Add(MoveTo | (uint)moves << 3);
        for (var i = 0; i < moves; i++) Go(points[i]);
        if (points.Count == moves) return;
        _commands.Add(LineTo | (uint)(points.Count - moves) << 3);
        for (var i = moves; i < points.Count; i++) Go(points[i]);
    }

    private void Go(GridPoint to)
    {
        _commands.Add(ZigZag(to.X - _pen.X));
        _commands.Add(ZigZag(to.Y - _pen.Y));
        _pen = to;
    }

    internal static uint ZigZag(int value) => (uint)(value << 1 ^ value >> 31);
}

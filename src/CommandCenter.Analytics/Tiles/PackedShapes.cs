using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tiles;

/// <summary>What a run of positions is.</summary>
internal enum PartRole : byte
{
    Point,
    Line,
    Shell,
    Hole,
}

/// <summary>Geometries as runs of world positions in one array: eight bytes a position and eight a part, nothing to follow. A shape's
/// polygons are each a shell and its holes behind it; rings are not closed. Reading is safe for many threads, adding is not.</summary>
internal sealed class PackedShapes
{
    private static readonly GeometryFactory _factory = new(new PrecisionModel(), 4490);
    private WorldPoint[] _positions = new WorldPoint[64];
    private int _used;
    private readonly List<int> _partStarts = [0];
    private readonly List<PartRole> _roles = [];
    private readonly List<int> _shapeStarts = [0];

    public int Count => _shapeStarts.Count - 1;

    public long Bytes => _positions.Length * 8L + _partStarts.Capacity * 4L + _roles.Capacity + _shapeStarts.Capacity * 4L;

    /// <summary>Adds a geometry in degrees, lon first; empty parts are left out.</summary>
    public void Add(Geometry geometry)
    {
        AddParts(geometry);
        _shapeStarts.Add(_roles.Count);
    }

    public void Clear()
    {
        _used = 0;
        _partStarts.RemoveRange(1, _partStarts.Count - 1);
        _roles.Clear();
        _shapeStarts.RemoveRange(1, _shapeStarts.Count - 1);
    }

    /// <summary>The parts of a shape: from the first one, before the second one.</summary>
    public (int First, int End) Parts(int shape) => (_shapeStarts[shape], _shapeStarts[shape + 1]);

    public PartRole Role(int part) => _roles[part];

    public ReadOnlySpan<WorldPoint> Positions(int part) => _positions.AsSpan(_partStarts[part].._partStarts[part + 1]);

    /// <summary>How many positions a shape has.</summary>
    public int Length(int shape) => _partStarts[_shapeStarts[shape + 1]] - _partStarts[_shapeStarts[shape]];

    /// <summary>A shape in degrees, exact to a centimetre.</summary>
    public Geometry ToGeometry(int shape)
    {
        var (first, end) = Parts(shape);
        var parts = new List<Geometry>();
        for (var part = first; part < end; part++)
        {
            if (Role(part) is PartRole.Point) parts.Add(_factory.CreatePoint(Coordinates(part, closed: false)[0]));
            else if (Role(part) is PartRole.Line) parts.Add(_factory.CreateLineString(Coordinates(part, closed: false)));
            else
            {
                var shell = _factory.CreateLinearRing(Coordinates(part, closed: true));
                var holes = new List<LinearRing>();
                while (part + 1 < end && Role(part + 1) is PartRole.Hole) holes.Add(_factory.CreateLinearRing(Coordinates(++part, closed: true)));
                parts.Add(_factory.CreatePolygon(shell, [.. holes]));
            }
        }
        return parts.Count == 1 ? parts[0] : _factory.BuildGeometry(parts);
    }

    private Coordinate[] Coordinates(int part, bool closed)
    {
        var positions = Positions(part);
        var coordinates = new Coordinate[positions.Length + (closed ? 1 : 0)];
        for (var i = 0; i < positions.Length; i++) coordinates[i] = new(positions[i].Lon, positions[i].Lat);
        if (closed) coordinates[^1] = coordinates[0].Copy();
        return coordinates;
    }

    private void AddParts(Geometry geometry)
    {
        switch (geometry)
        {
            case { IsEmpty: true }:
                break;
            case Point point:
                AddPart(PartRole.Point, point.CoordinateSequence, 1);
                break;
            case LineString line:
                AddPart(PartRole.Line, line.CoordinateSequence, line.NumPoints);
                break;
            case Polygon polygon:
                AddPart(PartRole.Shell, polygon.ExteriorRing.CoordinateSequence, polygon.ExteriorRing.NumPoints - 1);
                for (var i = 0; i < polygon.NumInteriorRings; i++)
                    AddPart(PartRole.Hole, polygon.GetInteriorRingN(i).CoordinateSequence, polygon.GetInteriorRingN(i).NumPoints - 1);
                break;
            case GeometryCollection many:
                foreach (var part in many.Geometries) AddParts(part);
                break;
        }
    }

    private void AddPart(PartRole role, CoordinateSequence from, int count)
    {
        if (_positions.Length - _used < count) Array.Resize(ref _positions, Math.Max(_positions.Length * 2, _used + count));
        for (var i = 0; i < count; i++) _positions[_used++] = WorldPoint.Of(from.GetX(i), from.GetY(i));
        _roles.Add(role);
        _partStarts.Add(_used);
    }
}

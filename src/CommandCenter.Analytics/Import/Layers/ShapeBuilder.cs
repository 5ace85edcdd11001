using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Layers;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Turns a shape as it stands in a file into a valid geometry in degrees, CGCS2000, lon first, or says why it cannot.
/// One thread at a time.</summary>
internal sealed class ShapeBuilder(CoordinateSystem system, AxisOrder axes, bool closeRings, bool repairPolygons)
{
    /// <summary>A repair may move the area of a polygon by at most this part without being asked for.</summary>
    private const double SmallRepair = 0.001;

    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 4490);
    private readonly CoordinateTransform _transform = CoordinateTransform.Of(system, axes);

    public static GeometryKind Kind(ShapeType type) => type switch
    {
        ShapeType.Point or ShapeType.MultiPoint => GeometryKind.Point,
        ShapeType.LineString or ShapeType.MultiLineString => GeometryKind.Line,
        _ => GeometryKind.Polygon,
    };

    public static string Name(GeometryKind kind) => kind switch { GeometryKind.Point => "点", GeometryKind.Line => "线", _ => "面" };

    /// <summary>Null, and <paramref name="fault"/> set, when the shape is refused. Moves the numbers of the shape.</summary>
    public Geometry? Build(RawShape shape, Action<LayerFault> note, out LayerFault? fault)
    {
        fault = Move(shape);
        return fault is not null ? null : shape.Type switch
        {
            ShapeType.Point => Factory.CreatePoint(At(shape, 0)),
            ShapeType.MultiPoint => Factory.CreateMultiPointFromCoords(Positions(shape, 0, shape.Count)),
            ShapeType.LineString => Line(shape, 0, ref fault),
            ShapeType.MultiLineString => Lines(shape, ref fault),
            _ => Valid(Faces(shape, note, ref fault), note, ref fault),
        };
    }

    private LayerFault? Move(RawShape shape)
    {
        var firsts = shape.Firsts;
        var seconds = shape.Seconds;
        if (system.IsDegrees)
            for (var i = 0; i < firsts.Length; i++)
            {
                var (lon, lat) = axes is AxisOrder.NorthEast ? (seconds[i], firsts[i]) : (firsts[i], seconds[i]);
                if (Degrees(lon, lat) is { } wrong) return wrong;
            }
        try
        {
            _transform.ToLonLat(firsts, seconds, firsts, seconds);
            return null;
        }
        catch (CoordinateException refused)
        {
            return new(refused.Code, refused.Message);
        }
    }

    /// <summary>Null for a good pair; otherwise the sentence of <see cref="DegreesCheck"/> and its code.</summary>
    private static LayerFault? Degrees(double lon, double lat)
    {
        if (DegreesCheck.Reason(lon, lat) is not { } reason) return null;
        var largest = Math.Max(Math.Abs(lon), Math.Abs(lat));
        return new(
            !double.IsFinite(lon) || !double.IsFinite(lat) ? CoordinateFault.NotFinite
            : CoordinateSystem.OfZonedEasting(largest) is not null ? CoordinateHint.Zoned
            : largest > 360 ? CoordinateHint.Projected
            : Math.Abs(lon) <= 90 && Math.Abs(lat) <= 180 && Math.Abs(lat) >= 73 ? CoordinateHint.Swapped
            : CoordinateFault.LatitudeOrLongitude, reason);
    }

    private static Coordinate At(RawShape shape, int i) => new(shape.Firsts[i], shape.Seconds[i]);

    private static Coordinate[] Positions(RawShape shape, int begin, int end)
    {
        var list = new Coordinate[end - begin];
        for (var i = begin; i < end; i++) list[i - begin] = At(shape, i);
        return list;
    }

    private static LineString? Line(RawShape shape, int ring, ref LayerFault? fault)
    {
        var line = Positions(shape, ring == 0 ? 0 : shape.RingEnds[ring - 1], shape.RingEnds[ring]);
        if (line.Length >= 2 && Array.Exists(line, one => !one.Equals2D(line[0]))) return Factory.CreateLineString(line);
        fault = new(LayerFault.LineTooShort, "线至少要有 2 个不同的点");
        return null;
    }

    private static MultiLineString? Lines(RawShape shape, ref LayerFault? fault)
    {
        var lines = new LineString[shape.RingEnds.Count];
        for (var i = 0; i < lines.Length; i++)
            if (Line(shape, i, ref fault) is { } line) lines[i] = line;
            else return null;
        return Factory.CreateMultiLineString(lines);
    }

    private Geometry? Faces(RawShape shape, Action<LayerFault> note, ref LayerFault? fault)
    {
        if (shape.Type is ShapeType.Polygon) return Face(shape, 0, shape.RingEnds.Count, note, ref fault);
        var faces = new Polygon[shape.PartEnds.Count];
        for (var i = 0; i < faces.Length; i++)
            if (Face(shape, i == 0 ? 0 : shape.PartEnds[i - 1], shape.PartEnds[i], note, ref fault) is { } face) faces[i] = face;
            else return null;
        return Factory.CreateMultiPolygon(faces);
    }

    private Polygon? Face(RawShape shape, int begin, int end, Action<LayerFault> note, ref LayerFault? fault)
    {
        var rings = new LinearRing[end - begin];
        for (var i = begin; i < end; i++)
        {
            var positions = Positions(shape, i == 0 ? 0 : shape.RingEnds[i - 1], shape.RingEnds[i]);
            if (positions.Length > 2 && !positions[0].Equals2D(positions[^1]))
            {
                if (!closeRings)
                {
                    fault = new(LayerFault.RingOpen, "环未闭合：首点与末点不同");
                    return null;
                }
                positions = [.. positions, positions[0].Copy()];
                note(new(LayerFault.RingClosed, "环未闭合，已补上首点"));
            }
            if (positions.Length < 4)
            {
                fault = new(LayerFault.RingTooShort, "环至少要有 4 个点");
                return null;
            }
            rings[i - begin] = Factory.CreateLinearRing(positions);
        }
        if (rings.Length > 0) return Factory.CreatePolygon(rings[0], rings[1..]);
        fault = new(LayerFault.GeometryMissing, "面没有环");
        return null;
    }

    private Geometry? Valid(Geometry? polygon, Action<LayerFault> note, ref LayerFault? fault)
    {
        if (polygon is null || polygon.IsValid) return polygon;
        var repaired = GeometryFixer.Fix(polygon);
        if (repaired is Polygon or MultiPolygon && !repaired.IsEmpty)
        {
            var moved = Math.Abs(repaired.Area - polygon.Area) / repaired.Area;
            if (moved <= SmallRepair || repairPolygons)
            {
                note(new(LayerFault.Repaired, moved <= SmallRepair ? "面自相接触，已修复，面积不变" : "面自相交，已修复，请核对形状"));
                return repaired;
            }
        }
        fault = new(LayerFault.SelfCrossing, "面自相交，无法可靠修复");
        return null;
    }
}

using System.Text.Json;
using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Analytics.Tiles;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace CommandCenter.Analytics.Layers;

/// <summary>A polygon or multipolygon that objects are asked about; degrees, CGCS2000, lon first, valid. For one thread.</summary>
public sealed class AskedArea
{
    /// <summary>Of the geometry that is asked with.</summary>
    private const int MostVertices = 100_000;

    /// <summary>Of one that is repaired: where edges cross one another that takes the square of them.</summary>
    private const int MostRepaired = 1_000;

    private readonly IPreparedGeometry _prepared;
    private readonly IndexedPointInAreaLocator _locator;
    private readonly (Coordinate From, Coordinate To)[] _edges;
    private readonly ExtentTree _border;

    /// <param name="geometry">Valid, not empty.</param>
    public AskedArea(Geometry geometry)
    {
        Geometry = geometry;
        _prepared = PreparedGeometryFactory.Prepare(geometry);
        _locator = new(geometry);
        _edges =
        [
            .. from ring in LinearComponentExtracter.GetLines(geometry).Cast<LineString>()
               from edge in ring.Coordinates.Zip(ring.Coordinates.Skip(1))
               select edge,
        ];
        _border = new([.. _edges.Select(edge => Around(edge.From, edge.To))]);
        var box = geometry.EnvelopeInternal;
        var (corner, opposite) = (WorldPoint.Of(box.MinX, box.MaxY), WorldPoint.Of(box.MaxX, box.MinY));
        Extent = new(corner.X, corner.Y, opposite.X, opposite.Y);
    }

    public Geometry Geometry { get; }

    /// <summary>Square metres on the ellipsoid.</summary>
    public double SquareMetres => Geodesic.Area(Geometry);

    internal Extent Extent { get; }

    /// <summary>Reads the area of a question, widened by a buffer.</summary>
    /// <param name="geometry">A GeoJSON Polygon or MultiPolygon; with a buffer any geometry, in degrees.</param>
    /// <param name="metres">Width of the buffer, 0 for none.</param>
    /// <param name="reason">Why it is none, in Chinese.</param>
    public static AskedArea? Read(JsonElement geometry, double metres, out string reason)
    {
        reason = "";
        try
        {
            var read = GeoJsonGeometry.Read(geometry, MostVertices, MostRepaired);
            if (read is null || read.IsEmpty) reason = "没有几何";
            else if (metres == 0 && read.Dimension is not Dimension.Surface) reason = "应为面（Polygon 或 MultiPolygon），点和线需给出缓冲距离";
            else if (metres != 0 && read.Length / LocalBuffer.LongestEdge > MostVertices) reason = "线条过长，不能作缓冲，请先简化";
            else
            {
                var area = metres == 0 ? read : Geodesic.Buffer(read, metres);
                if (!area.IsEmpty) return new(area);
                reason = "缓冲之后没有面";
            }
        }
        catch (GeoJsonGeometry.RefusedException refused)
        {
            reason = refused.Message;
        }
        catch (CoordinateException wide)
        {
            reason = wide.Message;
        }
        return null;
    }

    /// <summary>True for a position inside or on the border.</summary>
    internal bool Holds(WorldPoint at) => _locator.Locate(new(at.Lon, at.Lat)) is not Location.Exterior;

    internal bool Meets(Geometry geometry) => _prepared.Intersects(geometry);

    /// <summary>What of a polygon lies in the area; of one that only touches it, nothing.</summary>
    public Geometry CutOut(Geometry polygon) => _prepared.Covers(polygon) ? polygon : OverlayNGRobust.Overlay(polygon, Geometry, SpatialFunction.Intersection);

    internal Cover CoverOf(Extent extent)
    {
        if (!Extent.Meets(extent)) return Cover.Outside;
        var corner = new WorldPoint(extent.West, extent.North);
        RectangleLineIntersector? rectangle = null;
        if (_border.Any(extent, Crosses)) return Cover.Crossing;
        // No edge comes near: all of it lies where its corner does.
        return Holds(corner) ? Cover.Inside : Cover.Outside;

        bool Crosses(int index)
        {
            if (rectangle is null)
            {
                var opposite = new WorldPoint(extent.East, extent.South);
                rectangle = new(new Envelope(corner.Lon, opposite.Lon, opposite.Lat, corner.Lat));
            }

            return rectangle.Intersects(_edges[index].From, _edges[index].To);
        }
    }

    /// <summary>What holds an edge, a step wider on each side: steps are rounded.</summary>
    private static Extent Around(Coordinate from, Coordinate to)
    {
        var (a, b) = (WorldPoint.Of(from.X, from.Y), WorldPoint.Of(to.X, to.Y));
        return new(Less(Math.Min(a.X, b.X)), Less(Math.Min(a.Y, b.Y)), More(Math.Max(a.X, b.X)), More(Math.Max(a.Y, b.Y)));

        static uint Less(uint step) => step == 0 ? 0 : step - 1;
        static uint More(uint step) => step == uint.MaxValue ? step : step + 1;
    }
}

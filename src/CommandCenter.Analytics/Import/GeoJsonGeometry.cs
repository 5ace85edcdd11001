using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace CommandCenter.Analytics.Import;

/// <summary>Turns a GeoJSON geometry into a valid NetTopologySuite geometry in degrees, or says in Chinese why it cannot.</summary>
internal static class GeoJsonGeometry
{
    private const int MostVertices = 2_000_000;

    /// <summary>A repair may move the area of a polygon by at most this part before it is refused.</summary>
    private const double LargestRepair = 0.001;

    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 4490);

    /// <summary>The reason, in Chinese, without the place.</summary>
    internal sealed class RefusedException(string reason) : Exception(reason);

    /// <summary>Null for a JSON null.</summary>
    /// <param name="mostVertices">A geometry with more is refused.</param>
    /// <param name="mostRepaired">A polygon with more that is not valid is refused: repair takes the square of them.</param>
    public static Geometry? Read(JsonElement geometry, int mostVertices = MostVertices, int mostRepaired = MostVertices) =>
        geometry.ValueKind is JsonValueKind.Null ? null : Read(geometry, ref mostVertices, mostRepaired);

    private static Geometry Read(JsonElement geometry, ref int left, int mostRepaired)
    {
        if (geometry.ValueKind is not JsonValueKind.Object || !geometry.TryGetProperty("type", out var type) || type.ValueKind is not JsonValueKind.String
            || !geometry.TryGetProperty(type.ValueEquals("GeometryCollection") ? "geometries" : "coordinates", out var coordinates)
            || coordinates.ValueKind is not JsonValueKind.Array)
            throw new RefusedException("geometry 缺少 type 或 coordinates");
        return type.GetString() switch
        {
            "Point" => Factory.CreatePoint(Position(coordinates, ref left)),
            "MultiPoint" => Factory.CreateMultiPointFromCoords(Positions(coordinates, ref left)),
            "LineString" => Line(coordinates, ref left),
            "MultiLineString" => Factory.CreateMultiLineString(Lines(coordinates, ref left)),
            "Polygon" => Valid(Face(coordinates, ref left), mostRepaired),
            "MultiPolygon" => Valid(Factory.CreateMultiPolygon(Faces(coordinates, ref left)), mostRepaired),
            "GeometryCollection" => Factory.CreateGeometryCollection(Parts(coordinates, ref left, mostRepaired)),
            _ => throw new RefusedException($"不支持的几何类型 {type.GetString()}"),
        };
    }

    private static Geometry[] Parts(JsonElement geometries, ref int left, int mostRepaired)
    {
        var list = new List<Geometry>();
        foreach (var part in geometries.EnumerateArray()) list.Add(Read(part, ref left, mostRepaired));
        return [.. list];
    }

    private static LineString Line(JsonElement positions, ref int left)
    {
        var line = Positions(positions, ref left);
        return line.Length >= 2 ? Factory.CreateLineString(line) : throw new RefusedException("线至少要有 2 个点");
    }

    private static LineString[] Lines(JsonElement lines, ref int left)
    {
        var list = new List<LineString>();
        foreach (var line in List(lines).EnumerateArray()) list.Add(Line(line, ref left));
        return [.. list];
    }

    private static Polygon[] Faces(JsonElement polygons, ref int left)
    {
        var list = new List<Polygon>();
        foreach (var polygon in List(polygons).EnumerateArray()) list.Add(Face(polygon, ref left));
        return [.. list];
    }

    private static Polygon Face(JsonElement rings, ref int left)
    {
        var list = new List<LinearRing>();
        foreach (var ring in List(rings).EnumerateArray())
        {
            var positions = Positions(ring, ref left);
            if (positions.Length < 4) throw new RefusedException("环至少要有 4 个点");
            if (!positions[0].Equals2D(positions[^1])) throw new RefusedException("环未闭合：首点与末点不同");
            list.Add(Factory.CreateLinearRing(positions));
        }
        return list.Count > 0 ? Factory.CreatePolygon(list[0], [.. list[1..]]) : throw new RefusedException("面没有环");
    }

    private static Coordinate[] Positions(JsonElement positions, ref int left)
    {
        var list = new List<Coordinate>(List(positions).GetArrayLength());
        foreach (var position in positions.EnumerateArray()) list.Add(Position(position, ref left));
        return [.. list];
    }

    private static Coordinate Position(JsonElement position, ref int left)
    {
        if (--left < 0) throw new RefusedException("顶点过多");
        if (List(position).GetArrayLength() is not (2 or 3)) throw new RefusedException("坐标应为 [经度, 纬度]");
        var (lon, lat) = (Number(position[0]), Number(position[1]));
        return DegreesCheck.Reason(lon, lat) is { } reason ? throw new RefusedException(reason) : new Coordinate(lon, lat);
    }

    private static double Number(JsonElement value) => value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number)
        ? number
        : throw new RefusedException("坐标应为数字，不能为空、文字或嵌套");

    private static JsonElement List(JsonElement element) => element.ValueKind is JsonValueKind.Array
        ? element
        : throw new RefusedException("coordinates 的层级与 type 不符");

    /// <summary>A ring that only touches itself is repaired; one whose area the repair would change (a bow-tie) is refused.</summary>
    private static Geometry Valid(Geometry polygon, int mostRepaired)
    {
        if (polygon.IsValid) return polygon;
        if (polygon.NumPoints > mostRepaired) throw new RefusedException("面自相交，无法可靠修复");
        var repaired = GeometryFixer.Fix(polygon);
        var isSame = repaired is Polygon or MultiPolygon && !repaired.IsEmpty
            && Math.Abs(repaired.Area - polygon.Area) <= LargestRepair * repaired.Area;
        return isSame ? repaired : throw new RefusedException("面自相交，无法可靠修复");
    }
}

using System.Text.Json;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Reads the "geometry" of a GeoJSON feature in one pass, whatever the order of its members.</summary>
internal static class JsonShape
{
    /// <summary>Vertices of one geometry.</summary>
    public const int MostVertices = 1_000_000;

    private static readonly LayerFault Missing = new(LayerFault.GeometryMissing, "没有几何（geometry 为空）");
    private static readonly LayerFault NotNumber = new(LayerFault.CoordinateNotNumber, "坐标应为数字，不能为空、文字或嵌套");
    private static readonly LayerFault Mixed = new(LayerFault.CoordinatesMixed, "coordinates 的层级与 type 不符");
    private static readonly LayerFault TooMany = new(LayerFault.TooManyVertices, "顶点超过 1,000,000 个");

    /// <summary>The reader stands on the value of "geometry", and leaves on its last token.</summary>
    /// <returns>Null when the shape was read.</returns>
    public static LayerFault? Read(ref Utf8JsonReader reader, RawShape shape)
    {
        shape.Clear();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return Missing;
        }
        var (type, level, fault) = (default(string), 0, default(LayerFault));
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var (isType, isCoordinates) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("coordinates"u8));
            reader.Read();
            if (isType && reader.TokenType is JsonTokenType.String) type = Known(ref reader);
            else if (isCoordinates && reader.TokenType is JsonTokenType.StartArray) fault = Coordinates(ref reader, shape, out level);
            else reader.Skip();
        }
        if (fault is not null) return fault;
        if (type is null) return new(LayerFault.GeometryUnsupported, "geometry 的 type 缺失或不受支持（GeometryCollection、曲线等）");
        if (shape.Count == 0) return Missing;
        shape.Type = Enum.Parse<ShapeType>(type);
        var expected = shape.Type switch
        {
            ShapeType.Point => 1,
            ShapeType.MultiPoint or ShapeType.LineString => 2,
            ShapeType.MultiLineString or ShapeType.Polygon => 3,
            _ => 4,
        };
        return level == expected ? null : Mixed;
    }

    private static string? Known(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("Polygon"u8) ? nameof(ShapeType.Polygon)
        : reader.ValueTextEquals("MultiPolygon"u8) ? nameof(ShapeType.MultiPolygon)
        : reader.ValueTextEquals("Point"u8) ? nameof(ShapeType.Point)
        : reader.ValueTextEquals("LineString"u8) ? nameof(ShapeType.LineString)
        : reader.ValueTextEquals("MultiLineString"u8) ? nameof(ShapeType.MultiLineString)
        : reader.ValueTextEquals("MultiPoint"u8) ? nameof(ShapeType.MultiPoint)
        : null;

    /// <param name="level">How deep the positions stand: 1 for a point, 4 for a multipolygon; 0 when there is none.</param>
    private static LayerFault? Coordinates(ref Utf8JsonReader reader, RawShape shape, out int level)
    {
        level = 0;
        var (depth, numbers, first, second, fault, hasHollow) = (1, 0, 0.0, 0.0, default(LayerFault), false);
        while (depth > 0 && reader.Read())
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    if (depth == level) fault ??= Mixed;
                    depth++;
                    break;
                case JsonTokenType.EndArray:
                    if (fault is null)
                    {
                        if (depth == level) fault = Close(shape, ref numbers, first, second);
                        else if (depth == level - 1) shape.RingEnds.Add(shape.Count);
                        else if (depth == level - 2) shape.PartEnds.Add(shape.RingEnds.Count);
                        else if (level == 0 && depth > 1) hasHollow = true;
                    }
                    depth--;
                    break;
                case JsonTokenType.Number:
                    if (level == 0) level = depth;
                    if (level != depth) fault ??= Mixed;
                    // 1e999 comes as infinity, which is told later as no finite number.
                    if (!reader.TryGetDouble(out var value)) fault ??= NotNumber;
                    if (numbers == 0) first = value;
                    else if (numbers == 1) second = value;
                    numbers++;
                    break;
                default:
                    fault ??= NotNumber;
                    if (reader.TokenType is JsonTokenType.StartObject) reader.Skip();
                    break;
            }
        // Empty lists before the first position would shift all that follow; with nothing behind them it is an empty geometry.
        return fault ?? (hasHollow && level > 0 ? Mixed : null);
    }

    private static LayerFault? Close(RawShape shape, ref int numbers, double first, double second)
    {
        var count = numbers;
        numbers = 0;
        if (count is not (2 or 3 or 4)) return new(LayerFault.CoordinatesMixed, "坐标应为 [经度, 纬度]");
        if (shape.Count == MostVertices) return TooMany;
        shape.Add(first, second);
        return null;
    }
}

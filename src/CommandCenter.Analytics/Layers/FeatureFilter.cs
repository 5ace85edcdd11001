using System.Globalization;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Tiles;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Layers;

/// <summary>Which objects of a version are asked for, as a condition with parameters: nothing a caller says becomes a part of the text.</summary>
/// <param name="Boxes">Degrees, inclusive: points inside one of them, lines and polygons whose extent meets one; null for everywhere.</param>
/// <param name="Equal">Attributes and what they must be: a string its letters, a number or boolean as JSON writes it.</param>
/// <param name="Time">First and last instant, both inclusive; an object without a time is not in it. Null: at any time or none.</param>
public sealed record FeatureFilter(IReadOnlyList<Envelope>? Boxes, IReadOnlyList<(string Field, string Value)> Equal, (DateTimeOffset From, DateTimeOffset To)? Time = null)
{
    /// <summary>Everything.</summary>
    public static FeatureFilter All { get; } = new(null, []);

    /// <summary>Begins with AND, or is empty.</summary>
    internal string Condition =>
        (Boxes is null ? "" : $" AND ({string.Join(" OR ", Boxes.Select((_, i) => InBox(i)))})") + FilterCondition.OfTime(Time) + string.Concat(Enumerable.Range(0, Equal.Count).Select(Has));

    internal Sql Bind(Sql sql)
    {
        for (var i = 0; i < Equal.Count; i++) sql.With(Name("field", i), Equal[i].Field).With(Name("value", i), Equal[i].Value);
        for (var i = 0; i < Boxes?.Count; i++) Bind(sql, Boxes[i], i);
        return sql.BindTime(Time);
    }

    private static void Bind(Sql sql, Envelope box, int i)
    {
        // Of an empty rectangle the greatest comes before the least: nothing is in it.
        var (least, greatest) = (WorldPoint.Of(box.MinX, box.MaxY), WorldPoint.Of(box.MaxX, box.MinY));
        sql.With(Name("minLon", i), box.MinX).With(Name("maxLon", i), box.MaxX).With(Name("minLat", i), box.MinY).With(Name("maxLat", i), box.MaxY)
            .With(Name("minX", i), least.X).With(Name("maxX", i), greatest.X).With(Name("minY", i), least.Y).With(Name("maxY", i), greatest.Y)
            .With(Name("firstSpot", i), least.Spot).With(Name("lastSpot", i), greatest.Spot);
    }

    private static string InBox(int i) => $$"""
        (east = 0 AND lon >= {minLon{{i}}:Float64} AND lon <= {maxLon{{i}}:Float64} AND lat >= {minLat{{i}}:Float64} AND lat <= {maxLat{{i}}:Float64}
              AND spot >= {firstSpot{{i}}:UInt64} AND spot <= {lastSpot{{i}}:UInt64}
           OR east > 0 AND west <= {maxX{{i}}:UInt32} AND east >= {minX{{i}}:UInt32} AND north <= {maxY{{i}}:UInt32} AND south >= {minY{{i}}:UInt32})
        """;

    private static string Has(int i)
    {
        var (field, value) = ("{" + Name("field", i) + ":String}", "{" + Name("value", i) + ":String}");
        return $" AND JSONHas(properties, {field})"
            + $" AND if(JSONType(properties, {field}) = 'String', JSONExtractString(properties, {field}), JSONExtractRaw(properties, {field})) = {value}";
    }

    private static string Name(string what, int i) => what + i.ToString(CultureInfo.InvariantCulture);
}

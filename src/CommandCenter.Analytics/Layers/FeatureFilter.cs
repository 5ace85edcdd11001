using System.Globalization;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Tiles;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Layers;

/// <summary>A rectangle and values of attributes as a condition with parameters: nothing a caller says becomes a part of the text.</summary>
internal sealed class FeatureFilter(Envelope? bounds, IReadOnlyList<(string Field, string Value)> equals)
{
    private const string Bounds = """
         AND (east = 0 AND lon >= {minLon:Float64} AND lon <= {maxLon:Float64} AND lat >= {minLat:Float64} AND lat <= {maxLat:Float64}
              AND spot >= {firstSpot:UInt64} AND spot <= {lastSpot:UInt64}
           OR east > 0 AND west <= {maxX:UInt32} AND east >= {minX:UInt32} AND north <= {maxY:UInt32} AND south >= {minY:UInt32})
        """;

    /// <summary>Begins with AND, or is empty.</summary>
    public string Condition { get; } = (bounds is null ? "" : Bounds) + string.Concat(Enumerable.Range(0, equals.Count).Select(Equal));

    public Sql Bind(Sql sql)
    {
        for (var i = 0; i < equals.Count; i++)
            sql.With(Name("field", i), equals[i].Field).With(Name("value", i), equals[i].Value);
        if (bounds is null) return sql;
        // Of an empty rectangle the greatest comes before the least: nothing is in it.
        var (least, greatest) = (WorldPoint.Of(bounds.MinX, bounds.MaxY), WorldPoint.Of(bounds.MaxX, bounds.MinY));
        return sql
            .With("minLon", bounds.MinX).With("maxLon", bounds.MaxX).With("minLat", bounds.MinY).With("maxLat", bounds.MaxY)
            .With("minX", least.X).With("maxX", greatest.X).With("minY", least.Y).With("maxY", greatest.Y)
            .With("firstSpot", least.Spot).With("lastSpot", greatest.Spot);
    }

    private static string Equal(int i)
    {
        var (field, value) = ("{" + Name("field", i) + ":String}", "{" + Name("value", i) + ":String}");
        return $" AND JSONHas(properties, {field})"
            + $" AND if(JSONType(properties, {field}) = 'String', JSONExtractString(properties, {field}), JSONExtractRaw(properties, {field})) = {value}";
    }

    private static string Name(string what, int i) => what + i.ToString(CultureInfo.InvariantCulture);
}

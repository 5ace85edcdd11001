using System.Globalization;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Tiles;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Layers;

/// <summary>Which objects of a version are asked for, as a condition with parameters: nothing a caller says becomes a part of the text.</summary>
/// <param name="Box">Degrees, inclusive: points inside, lines and polygons whose extent meets it; null for everywhere.</param>
/// <param name="Equal">Attributes and what they must be: a string its letters, a number or boolean as JSON writes it.</param>
/// <param name="Time">First and last instant, both inclusive; an object without a time is not in it. Null: at any time or none.</param>
public sealed record FeatureFilter(Envelope? Box, IReadOnlyList<(string Field, string Value)> Equal, (DateTimeOffset From, DateTimeOffset To)? Time = null)
{
    private const string InBox = """
         AND (east = 0 AND lon >= {minLon:Float64} AND lon <= {maxLon:Float64} AND lat >= {minLat:Float64} AND lat <= {maxLat:Float64}
              AND spot >= {firstSpot:UInt64} AND spot <= {lastSpot:UInt64}
           OR east > 0 AND west <= {maxX:UInt32} AND east >= {minX:UInt32} AND north <= {maxY:UInt32} AND south >= {minY:UInt32})
        """;

    private const string InTime = " AND toUnixTimestamp64Milli(assumeNotNull(at)) BETWEEN {timeFrom:Int64} AND {timeTo:Int64} AND at IS NOT NULL";

    /// <summary>Everything.</summary>
    public static FeatureFilter All { get; } = new(null, []);

    /// <summary>Begins with AND, or is empty.</summary>
    internal string Condition =>
        (Box is null ? "" : InBox) + (Time is null ? "" : InTime) + string.Concat(Enumerable.Range(0, Equal.Count).Select(Has));

    internal Sql Bind(Sql sql)
    {
        for (var i = 0; i < Equal.Count; i++) sql.With(Name("field", i), Equal[i].Field).With(Name("value", i), Equal[i].Value);
        if (Time is var (from, to)) sql.With("timeFrom", from.ToUnixTimeMilliseconds()).With("timeTo", to.ToUnixTimeMilliseconds());
        if (Box is not { } box) return sql;
        // Of an empty rectangle the greatest comes before the least: nothing is in it.
        var (least, greatest) = (WorldPoint.Of(box.MinX, box.MaxY), WorldPoint.Of(box.MaxX, box.MinY));
        return sql
            .With("minLon", box.MinX).With("maxLon", box.MaxX).With("minLat", box.MinY).With("maxLat", box.MaxY)
            .With("minX", least.X).With("maxX", greatest.X).With("minY", least.Y).With("maxY", greatest.Y)
            .With("firstSpot", least.Spot).With("lastSpot", greatest.Spot);
    }

    private static string Has(int i)
    {
        var (field, value) = ("{" + Name("field", i) + ":String}", "{" + Name("value", i) + ":String}");
        return $" AND JSONHas(properties, {field})"
            + $" AND if(JSONType(properties, {field}) = 'String', JSONExtractString(properties, {field}), JSONExtractRaw(properties, {field})) = {value}";
    }

    private static string Name(string what, int i) => what + i.ToString(CultureInfo.InvariantCulture);
}

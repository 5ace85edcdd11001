using System.Globalization;
using CommandCenter.Analytics.Layers;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using CommandCenter.Web.Shared;
using NetTopologySuite.Geometries;

namespace CommandCenter.Web.Features.Layers;

/// <summary>Which objects of a layer somebody asks for: OGC API Features, part 1, <c>?limit= &amp;bbox= &amp;datetime= &amp;after= &amp;name=value</c>.</summary>
/// <param name="After">Only objects with a higher number: how one page follows another.</param>
internal sealed record FeatureQuestion(int Limit, long After, FeatureFilter Filter)
{
    public const int Usual = 10;
    public const int Most = 10_000;

    private static readonly string[] Known = ["limit", "bbox", "bbox-crs", "crs", "after", "f", "datetime", "v"];

    /// <summary>Reads the query; what is not known to the layer is refused, as the standard asks.</summary>
    public static Outcome<FeatureQuestion> Read(IQueryCollection query, Layer layer)
    {
        var limit = Usual;
        if (Only(query, "limit") is { } many && !(int.TryParse(many, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit >= 1))
            return Bad("invalid_limit", $"limit 应为 1 至 {Most} 的整数。");
        limit = Math.Min(limit, Most); // More is no error, the standard says (fc-limit-response-1).
        var after = 0L;
        if (Only(query, "after") is { } last && !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            return Bad("invalid_after", "after 应为上一页给出的编号。");
        IReadOnlyList<Envelope>? boxes = null;
        if (Only(query, "bbox") is { } corners && (boxes = ReadBox(corners)) is null)
            return Bad("invalid_bbox", "bbox 应为 4 个数：西、南、东、北，单位为度，且南 ≤ 北；西大于东时跨越 180° 经线。");
        foreach (var name in (string[])["bbox-crs", "crs"])
            if (Only(query, name) is { } crs && crs is not ("http://www.opengis.net/def/crs/OGC/1.3/CRS84" or "CRS84"))
                return Bad("invalid_crs", "只提供 CRS84（经度在前，CGCS2000 经纬度）。");
        if (Only(query, "f") is { } format && format is not ("json" or "geojson")) return Bad("invalid_format", "只提供 f=json。");
        (DateTimeOffset, DateTimeOffset)? time = null;
        if (Only(query, "datetime") is { } moment)
        {
            if ((time = ReadTime(moment)) is null) return Bad("invalid_datetime", "datetime 应为一个时刻或日期，或起止两个之间加“/”，一端可用“..”表示不限。");
            if (layer.Lead.Time is null) time = null; // Objects without a time are there at any time (fc-time-response).
        }

        var equals = new List<(string, string)>();
        foreach (var (name, values) in query)
        {
            if (Known.Contains(name)) continue;
            if (layer.Fields.All(field => field.Name != name)) return Bad("unknown_parameter", $"没有参数“{(name.Length <= 40 ? name : name[..40] + "…")}”。");
            if (layer.Fields.First(field => field.Name == name).IsPersonal) return Bad("personal_field", "个人信息不能作为查找条件。");
            if (values.Count != 1 || values[0] is not { Length: <= 200 } value) return Bad("invalid_value", "每个属性只能给一个不超过 200 字的值。");
            equals.Add((name, value));
        }
        return new FeatureQuestion(limit, after, new(boxes, equals, time));
    }

    /// <summary>West, south, east, north; with six numbers the heights between them are passed over. West of more than east reaches over the
    /// antimeridian: two rectangles.</summary>
    internal static IReadOnlyList<Envelope>? ReadBox(string text)
    {
        var parts = text.Split(',');
        if (parts.Length is not (4 or 6)) return null;
        var numbers = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i])) return null;
        var (low, high) = (new LonLat(numbers[0], numbers[1]), new LonLat(numbers[parts.Length / 2], numbers[parts.Length / 2 + 1]));
        return !low.IsOnEarth || !high.IsOnEarth || low.Lat > high.Lat ? null
            : low.Lon <= high.Lon ? [new(low.Lon, high.Lon, low.Lat, high.Lat)]
            : [new(low.Lon, 180, low.Lat, high.Lat), new(-180, high.Lon, low.Lat, high.Lat)];
    }

    /// <summary>An instant, a day (of Beijing) as a whole, or two of them with <c>/</c> between; <c>..</c> or nothing leaves an end open.</summary>
    internal static (DateTimeOffset From, DateTimeOffset To)? ReadTime(string text)
    {
        var ends = text.Split('/');
        if (ends.Length > 2 || ends.All(end => end is ".." or "")) return null;
        var from = ends[0] is ".." or "" ? DateTimeOffset.MinValue : LeadValues.Instant(ends[0]);
        var to = ends[^1] is ".." or "" ? DateTimeOffset.MaxValue : LeadValues.LastInstant(ends[^1]);
        return from is { } first && to is { } last && first <= last ? (first, last) : null;
    }

    private static string? Only(IQueryCollection query, string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;

    private static Refusal Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}

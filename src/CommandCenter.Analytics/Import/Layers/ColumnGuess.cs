namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Guesses by their names which columns of a table say where things are.</summary>
internal static class ColumnGuess
{
    // The best name first.
    private static readonly string[] Longitudes =
        ["经度", "lon", "lng", "longitude", "long", "东经", "经度坐标", "wgs84lon", "wgs84lng", "gcj02lon", "gcj02lng", "gcjlon", "gcjlng", "bdlon", "bdlng", "jd", "x", "x坐标", "坐标x", "横坐标", "东坐标", "pointx", "xcoord", "coordx"];

    private static readonly string[] Latitudes =
        ["纬度", "lat", "latitude", "北纬", "纬度坐标", "wgs84lat", "gcj02lat", "gcjlat", "bdlat", "wd", "y", "y坐标", "坐标y", "纵坐标", "北坐标", "pointy", "ycoord", "coordy"];

    private static readonly string[] Regions =
        ["区划代码", "行政区划代码", "统计用区划代码", "区划编码", "行政区代码", "行政区划编码", "regioncode", "region", "adcode", "xzqdm", "xzqhdm", "areacode", "镇街代码", "县区代码", "区县代码", "村代码"];

    public static CsvColumns Of(IReadOnlyList<string> names)
    {
        var (first, second) = (Find(names, Longitudes), Find(names, Latitudes));
        // One without the other says nothing.
        return new(first is null || second is null ? null : first, first is null || second is null ? null : second, Find(names, Regions));
    }

    private static string? Find(IReadOnlyList<string> names, string[] wanted)
    {
        foreach (var want in wanted)
            if (names.FirstOrDefault(name => Plain(name) == want) is { } exact) return exact;
        foreach (var want in wanted.Where(one => one.Length > 1 && one[0] > 127))
            if (names.FirstOrDefault(name => Plain(name).Contains(want, StringComparison.Ordinal)) is { } close) return close;
        return null;
    }

    private static string Plain(string name) =>
        string.Concat(name.Where(one => !char.IsWhiteSpace(one) && one is not ('_' or '-' or '(' or ')' or '（' or '）' or '.' or '°'))).ToLowerInvariant();
}

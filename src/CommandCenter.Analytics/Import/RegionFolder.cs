using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Geography;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Import;

/// <summary>
/// A city as a folder of files, read as a whole or refused as a whole (<see cref="ImportException"/>):
/// <c>regions.csv</c> (the root; regions whose boundary is the sum of their children), <c>counties.geojson</c>,
/// <c>towns.geojson</c>, <c>villages.csv</c>, <c>special-units.csv</c>, <c>coast.geojson</c>, <c>rivers.geojson</c>.
/// Only <c>regions.csv</c> must be there. The columns stand in <c>gis-data/README.md</c>.
/// </summary>
public static class RegionFolder
{
    public static RegionAtlas Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new ImportException(folder, "", "文件夹不存在");
        var draft = new RegionDraft();
        string In(string name) => Path.Combine(folder, name);

        foreach (var row in CsvFile.Rows(In("regions.csv"), "code", "name", "level", "kind"))
            draft.Add(new(row.Code("code"), row.Required("name"), Level(row), row.Required("kind"), row.Refused)
            {
                Parent = row["parent"].Length > 0 ? row.Code("parent") : null,
                IsVirtual = row["virtual"] is "1" or "true",
            });
        foreach (var (name, level) in new[] { ("counties.geojson", RegionLevel.County), ("towns.geojson", RegionLevel.Town) })
            foreach (var feature in Optional(In(name), GeoJsonFile.Features))
                draft.Add(FromFeature(feature, level));
        foreach (var row in Optional(In("special-units.csv"), path => CsvFile.Rows(path, "code", "name")))
            draft.Add(new(row.Code("code"), row.Required("name"), RegionLevel.Town, "特殊单位", row.Refused) { IsSpecialUnit = true });
        foreach (var row in Optional(In("villages.csv"), path => CsvFile.Rows(path, "code", "name", "kind", "lon", "lat")))
            draft.Add(new(row.Code("code"), row.Required("name"), RegionLevel.Village, row.Required("kind"), row.Refused)
            {
                Seat = Seat(row),
                BoundaryNote = row["position_source"] == "generated" ? "示意: 点位在镇（街道）范围内生成" : "",
            });

        var (regions, boundaries) = draft.Finish();
        return new RegionAtlas(regions, boundaries, [.. Lines(In("coast.geojson"), "coast"), .. Lines(In("rivers.geojson"), "river")]);
    }

    private static RegionDraft.Entry FromFeature(GeoJsonFeature feature, RegionLevel level)
    {
        if (!RegionCode.TryPad(feature["code"], out var code)) throw feature.Refused($"code 应为 6、9 或 12 位数字区划代码，实为“{feature["code"]}”");
        if (feature["name"].Length == 0) throw feature.Refused("name 不能为空");
        if (feature.Geometry is not (Polygon or MultiPolygon)) throw feature.Refused("geometry 应为 Polygon 或 MultiPolygon");
        return new(code, feature["name"], level, feature["kind"] is { Length: > 0 } kind ? kind : RegionDraft.KindOf(code, level), feature.Refused)
        {
            Seat = Seat(feature),
            Area = feature.Geometry,
            BoundaryNote = feature["boundary_source"],
        };
    }

    private static RegionLevel Level(CsvRow row) => Enum.TryParse<RegionLevel>(row["level"], ignoreCase: true, out var level) && Enum.IsDefined(level)
        ? level
        : throw row.Refused("“level”应为 province、city、county、town 或 village");

    private static LonLat Seat(CsvRow row)
    {
        var seat = new LonLat(row.Number("lon"), row.Number("lat"));
        return DegreesCheck.Reason(seat.Lon, seat.Lat) is { } reason ? throw row.Refused(reason) : seat;
    }

    private static LonLat? Seat(GeoJsonFeature feature)
    {
        if (!feature.Properties.TryGetProperty("seat", out var seat)) return null;
        if (seat.ValueKind is not System.Text.Json.JsonValueKind.Array || seat.GetArrayLength() != 2
            || !seat[0].TryGetDouble(out var lon) || !seat[1].TryGetDouble(out var lat))
            throw feature.Refused("seat 应为 [经度, 纬度]");
        return DegreesCheck.Reason(lon, lat) is { } reason ? throw feature.Refused(reason) : new LonLat(lon, lat);
    }

    private static IEnumerable<BaseLine> Lines(string path, string kind) =>
        from feature in Optional(path, GeoJsonFile.Features)
        select feature.Geometry is LineString or MultiLineString
            ? new BaseLine(kind, feature.Geometry)
            : throw feature.Refused("geometry 应为 LineString 或 MultiLineString");

    private static IEnumerable<T> Optional<T>(string path, Func<string, IEnumerable<T>> read) => File.Exists(path) ? read(path) : [];
}

using System.Text;
using CommandCenter.Analytics.Import.Layers;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Layers;
using CommandCenter.Domain.Status;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Import.Layers;

public sealed class GeoJsonLayerTests : LayerFiles
{
    [Theory]
    [InlineData("[[[22.5,113],[22.5,113.1],[22.6,113.1],[22.5,113]]]", "lon_lat_swapped", "疑似经纬度颠倒")]
    [InlineData("[[[38465000,2490000],[38466000,2490000],[38466000,2491000],[38465000,2490000]]]", "zoned_metres", "疑似带号坐标 EPSG:4526")]
    [InlineData("[[[465000,2490000],[466000,2490000],[466000,2491000],[465000,2490000]]]", "projected_metres", "疑似以米为单位")]
    [InlineData("[[[200,22],[113,22],[113,23],[200,22]]]", "coordinate_out_of_range", "经度应在 −180–180")]
    [InlineData("[[[1e999,22],[113,22],[113,23],[1e999,22]]]", "coordinate_not_finite", "坐标不是有限的数")]
    [InlineData("[[[NaN,22],[113,22],[113,23],[NaN,22]]]", "json_malformed", "JSON 格式有误（如 NaN")]
    [InlineData("[[[113,22.5],[113.1,22.5],[113.1,22.6],[113,22.6]]]", "ring_open", "环未闭合")]
    [InlineData("[[[113,22.5],[113.1,22.5],[113,22.5]]]", "ring_too_short", "环至少要有 4 个点")]
    [InlineData("[[[113,22.5],[113.1,22.6],[113.1,22.5],[113,22.6],[113,22.5]]]", "polygon_self_crossing", "面自相交")]
    [InlineData("[[[113,null],[113.1,22.5],[113.1,22.6],[113,22.5]]]", "coordinate_not_number", "坐标应为数字")]
    [InlineData("[[[113,\"22\"],[113.1,22.5],[113.1,22.6],[113,22.5]]]", "coordinate_not_number", "坐标应为数字")]
    [InlineData("[[[113,{\"a\":1}],[113.1,22.5]]]", "coordinate_not_number", "坐标应为数字")]
    [InlineData("[[[113,22.5],113.1,[113.1,22.6],[113,22.5]]]", "coordinates_mixed", "层级与 type 不符")]
    [InlineData("[[113,22.5],[113.1,22.5],[113.1,22.6],[113,22.5]]", "coordinates_mixed", "层级与 type 不符")]
    [InlineData("[[[113],[113.1,22.5],[113.1,22.6],[113,22.5]]]", "coordinates_mixed", "坐标应为 [经度, 纬度]")]
    [InlineData("[]", "geometry_missing", "没有几何")]
    [InlineData("[[]]", "geometry_missing", "没有几何")]
    public async Task A_bad_row_is_listed_with_its_number_and_code_and_the_others_are_taken(string coordinates, string code, string reason)
    {
        var good = Enumerable.Repeat(Polygon(Square), 20).ToArray();
        var path = Write("a.geojson", Collection([.. good, Polygon(coordinates), .. good]));
        var (rows, findings, draft) = await Take(path);
        rows.Count.ShouldBe(40);
        rows[^1].Id.ShouldBe(41);
        (draft.Rows, draft.BadRows).ShouldBe((41, 1));
        draft.Counts[code].ShouldBe(1);
        var finding = draft.Findings.ShouldHaveSingleItem();
        (finding.Number, finding.Place, finding.Code, finding.IsRefused).ShouldBe((21, "第 21 个要素", code, true));
        finding.Reason.ShouldContain(reason);
        findings.ShouldBe([finding]);
    }

    [Theory]
    [InlineData("null", "geometry_missing")]
    [InlineData("""{"type":"GeometryCollection","geometries":[]}""", "geometry_unsupported")]
    [InlineData("""{"type":"Point","coordinates":[113,22.5]}""", "other_kind")]
    [InlineData("""{"coordinates":[[[113,22.5]]],"type":"Polygon"}""", "ring_too_short")]
    [InlineData("""{"type":"Polygon"}""", "geometry_missing")]
    [InlineData("17", "geometry_missing")]
    public async Task Other_geometries_are_refused_one_by_one(string geometry, string code)
    {
        var (rows, findings, draft) = await Take(Write("a.geojson", Collection(Polygon(Square), Polygon(Square), Feature(geometry))));
        rows.Count.ShouldBe(2);
        findings.ShouldHaveSingleItem().Code.ShouldBe(code);
        draft.Findings.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public async Task Nesting_of_65_levels_is_refused_and_64_is_not()
    {
        string Deep(int levels) => Polygon(Square, $$"""{"深":{{new string('[', levels)}}{{new string(']', levels)}}}""");
        var (rows, findings, _) = await Take(Write("a.geojson", Collection(Deep(60), Deep(61))));
        rows.ShouldHaveSingleItem().Id.ShouldBe(1);
        findings.ShouldHaveSingleItem().Code.ShouldBe(LayerFault.TooDeep);
    }

    [Fact]
    public async Task A_million_vertices_are_taken_and_one_more_is_not()
    {
        string Ring(int count) => "[[" + string.Join(',', Enumerable.Range(0, count - 3).Select(i => FormattableString.Invariant($"[{113 + i * 1e-7:F7},22.5]"))) + ",[113.2,22.6],[113,22.6],[113,22.5]]]";
        var (rows, findings, _) = await Take(Write("a.geojson", Collection(Polygon(Ring(1_000_001)), Polygon(Square))));
        rows.ShouldHaveSingleItem().Id.ShouldBe(2);
        findings.ShouldHaveSingleItem().Code.ShouldBe(LayerFault.TooManyVertices);
        (await Take(Write("b.geojson", Collection(Polygon(Ring(1_000_000)))))).Rows.ShouldHaveSingleItem().Geometry.NumPoints.ShouldBe(1_000_000);
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_refused_wherever_it_is_cut()
    {
        var whole = Collection(Polygon(Square, """{"name":"甲}\"{"}"""), Polygon(Square));
        for (var length = 1; length < whole.Length; length += 7)
            (await Refusal(Write("a.geojson", whole[..length]))).Code.ShouldBeOneOf(LayerFault.FileTruncated, LayerFault.JsonMalformed, LayerFault.NotFeatureCollection, LayerFault.FormatUnknown);
    }

    [Theory]
    [InlineData("UTF-8")]
    [InlineData("GB18030")]
    [InlineData("UTF-16LE")]
    [InlineData("UTF-16BE")]
    public async Task Encodings_are_told_and_kept_apart(string name)
    {
        var text = "\uFEFF" + Collection(Point("[113,22.5]", """{"名称":"台山市𠮷"}"""));
        if (name == "GB18030") text = text[1..];
        File.WriteAllBytes(In("a.geojson"), TextEncodings.Named(name).GetBytes(text));
        var (rows, _, draft) = await Take(In("a.geojson"));
        draft.Encoding.ShouldBe(name);
        Json(rows.Single()).GetProperty("名称").GetString().ShouldBe("台山市𠮷");
    }

    [Fact]
    public async Task Rings_are_closed_and_bow_ties_repaired_only_when_asked()
    {
        var path = Write("a.geojson", Collection(
            Polygon("[[[113,22.5],[113.1,22.5],[113.1,22.6],[113,22.6]]]"),
            Polygon("[[[113,22.5],[113.1,22.6],[113.1,22.5],[113,22.6],[113,22.5]]]")));
        var (rows, findings, _) = await Take(path, new() { CloseRings = true, RepairPolygons = true });
        rows.ShouldAllBe(row => row.Geometry.IsValid && row.Geometry.Area > 0);
        findings.Select(one => (one.Number, one.Code, one.IsRefused)).ShouldBe([(1, LayerFault.RingClosed, false), (2, LayerFault.Repaired, false)]);
        (await Take(path)).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Properties_become_flat_clean_and_bounded()
    {
        var row = (await Take(Write("a.geojson", Collection(Point("[113,22.5]",
            $$"""{"a":{"b":[1,2]},"c":"甲\u0000\u0007乙\n丙\u202e","d":12.50,"e":true,"f":null,"g":"{{new string('长', 5000)}}","h":1e999,"i":90071992547409931,"j":"１２３","k":"𠮷"}"""))))).Rows.Single();
        Encoding.UTF8.GetString(row.Properties.Span).Length.ShouldBeLessThan(4300);
        var json = Json(row);
        json.GetProperty("a").GetString().ShouldBe("""{"b":[1,2]}""");
        json.GetProperty("c").GetString().ShouldBe("甲乙 丙");
        json.GetProperty("d").GetRawText().ShouldBe("12.50");
        json.GetProperty("g").GetString()!.Length.ShouldBe(4000);
        json.GetProperty("h").GetString().ShouldBe("1e999");
        json.GetProperty("i").GetRawText().ShouldBe("90071992547409931");
        json.GetProperty("j").GetString().ShouldBe("１２３");
        json.GetProperty("k").GetString().ShouldBe("𠮷");
    }

    [Fact]
    public async Task Half_a_character_is_refused()
    {
        var (rows, findings, _) = await Take(Write("a.geojson", Collection(Point("[113,22.5]"), Point("[113,22.5]", """{"a":"\ud842"}"""))));
        rows.ShouldHaveSingleItem();
        findings.ShouldHaveSingleItem().Code.ShouldBe(LayerFault.LoneSurrogate);
    }

    [Fact]
    public async Task Lead_fields_are_read_and_what_cannot_be_read_is_noted()
    {
        var lead = new LeadFields("类别", "级别", "名称", "时间", "高度");
        var (rows, findings, _) = await Take(Write("a.geojson", Collection(
            Point("[113,22.5]", """{"类别":"学校","级别":"橙","名称":"一中","时间":"2026-05-01","高度":24.5}"""),
            Point("[113,22.5]", """{"级别":4,"时间":1777564800000,"高度":"8"}"""),
            Point("[113,22.5]", """{"级别":"特急","时间":"昨天","高度":-3}"""))), lead: lead);
        (rows[0].Class, rows[0].Severity, rows[0].Label, rows[0].Height).ShouldBe(("学校", WarningColor.Orange, "一中", 24.5f));
        rows[0].At.ShouldBe(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.FromHours(8)));
        (rows[1].Severity, rows[1].Height, rows[1].At).ShouldBe((WarningColor.Red, 8f, rows[0].At));
        (rows[2].Severity, rows[2].Height, rows[2].At).ShouldBe((WarningColor.None, 0f, null));
        findings.Select(one => (one.Number, one.Code)).ShouldBe([(3, "severity_unreadable"), (3, "time_unreadable"), (3, "height_unreadable")]);
    }

    [Fact]
    public async Task Objects_get_their_town()
    {
        var town = City.Atlas.Tree.All.First(region => region.Level is Domain.Geography.RegionLevel.Town && City.Atlas.Boundary(region.Code) is not null);
        var at = City.Atlas.Boundary(town.Code)!.Area.InteriorPoint;
        var rows = (await Take(Write("a.geojson", Collection(Point(FormattableString.Invariant($"[{at.X},{at.Y}]")), Point("[100,40]"))))).Rows;
        rows[0].Region.ShouldBe(town.Code);
        rows[1].Region.IsRegion.ShouldBeFalse();
    }

    [Fact]
    public async Task A_declared_system_comes_first_and_one_outside_the_catalogue_is_left_to_a_person()
    {
        var transform = CoordinateTransform.Of(CoordinateSystem.ByMeridian[13], AxisOrder.EastNorth);
        var (east, north) = transform.FromLonLat(new(113.08, 22.58));
        string File(string crs) => Collection(Point(FormattableString.Invariant($"[{east:F4},{north:F4}]")))
            .Insert(1, $$$"""  "crs":{"type":"name","properties":{"name":"{{{crs}}}"}},""");
        var (rows, _, draft) = await Take(Write("a.geojson", File("urn:ogc:def:crs:EPSG::4547")));
        (draft.Systems[0].Code, draft.Systems[0].System).ShouldBe((CoordinateHint.Declared, CoordinateSystem.ByMeridian[13]));
        rows.Single().Geometry.Coordinate.X.ShouldBe(113.08, 1e-8);
        var other = await Look(Write("b.geojson", File("urn:ogc:def:crs:EPSG::2383")));
        other.Reading.ShouldBeNull();
        other.Systems[0].Sentence.ShouldContain("不在目录中");
        (await Look(Write("c.geojson", File("").Replace("\"crs\"", "\"no\"")))).Systems[0].System.ShouldBe(CoordinateSystem.ByMeridian[13]);
    }

    [Fact]
    public async Task The_draft_shows_attributes_kinds_and_a_preview()
    {
        var draft = await Look(Write("a.geojson", Collection([.. Enumerable.Range(0, 50).Select(i =>
            Point("[113,22.5]", $$"""{"编号":"07{{i:D2}}","数":{{i}},"值":{{i}}.5,"日期":"2026-01-02","是":true}"""))])));
        draft.Attributes.Select(one => (one.Name, one.Type, one.Distinct)).ShouldBe([
            ("编号", AttributeType.Text, 50), ("数", AttributeType.WholeNumber, 50), ("值", AttributeType.Number, 50), ("日期", AttributeType.Time, 1), ("是", AttributeType.TrueFalse, 1)]);
        draft.Kinds.ShouldBe(new Dictionary<GeometryKind, long> { [GeometryKind.Point] = 50 });
        draft.Preview.Count.ShouldBe(20);
        draft.Attributes[0].Samples.Count.ShouldBe(5);
        draft.Reading!.Identity(new()).ShouldBe((await Look(In("a.geojson"))).Reading!.Identity(new()));
        draft.Reading!.Identity(new()).ShouldNotBe(draft.Reading!.Identity(new(Label: "编号")));
    }

    [Fact]
    public async Task A_file_that_changed_after_the_preview_is_refused()
    {
        var path = Write("a.geojson", Collection(Point("[113,22.5]"), Point("[null,22.5]")));
        (await Should.ThrowAsync<CommandCenter.Analytics.Import.ImportException>(() => Take(path, change: one => one with { Sha256 = new('0', 64) }))).Code.ShouldBe(LayerFault.FileChanged);
    }
}

using System.Text;
using CommandCenter.Analytics.Import.Layers;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Geography;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Import.Layers;

public sealed class CsvLayerTests : LayerFiles
{
    [Theory]
    [InlineData("UTF-8", false)]
    [InlineData("UTF-8", true)]
    [InlineData("GB18030", false)]
    [InlineData("UTF-16LE", true)]
    [InlineData("UTF-16LE", false)]
    [InlineData("UTF-16BE", true)]
    public async Task Encodings_are_told(string name, bool hasMark)
    {
        var encoding = TextEncodings.Named(name);
        var bytes = encoding.GetBytes("名称,经度,纬度\n台山市𠮷,113.0,22.5\n");
        File.WriteAllBytes(In("a.csv"), hasMark ? [.. encoding.GetPreamble().Length > 0 ? encoding.GetPreamble() : Encoding.UTF8.GetPreamble(), .. bytes] : bytes);
        var (rows, _, draft) = await Take(In("a.csv"));
        draft.Encoding.ShouldBe(name);
        Json(rows.Single()).GetProperty("名称").GetString().ShouldBe("台山市𠮷");
    }

    [Fact]
    public async Task A_wrong_encoding_is_refused_when_bytes_do_not_fit_it()
    {
        File.WriteAllBytes(In("a.csv"), TextEncodings.Named("GB18030").GetBytes("名称,经度,纬度\n台山市,113.0,22.5\n"));
        (await Refusal(In("a.csv"), new() { Encoding = "UTF-8" })).Code.ShouldBe(LayerFault.EncodingInvalid);
    }

    [Theory]
    [InlineData("１２３")]
    [InlineData("12亿")]
    [InlineData("—")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("=1+1")]
    [InlineData("113,5")]
    [InlineData("113°30′")]
    public async Task A_coordinate_is_ascii_digits_and_an_attribute_is_what_it_is(string cell)
    {
        var (rows, findings, draft) = await Take(Write("a.csv", $"名称,值,经度,纬度\n甲,\"{cell}\",113.0,22.5\n乙,1,\"{cell}\",22.5\n丙,2,113.0,22.5\n"));
        Json(rows[0]).GetProperty("值").GetString().ShouldBe(cell);
        rows.Select(row => row.Id).ShouldBe([1, 3]);
        var finding = findings.ShouldHaveSingleItem();
        (finding.Place, finding.Code, finding.Reason).ShouldBe(("第 3 行", LayerFault.CoordinateNotNumber, $"“经度”应为数字，实为“{cell}”"));
        draft.Findings.ShouldBe(findings);
    }

    [Fact]
    public async Task Rows_with_other_columns_or_far_coordinates_are_listed_and_the_rest_is_taken()
    {
        var (rows, findings, _) = await Take(Write("a.csv", "名称,lon,lat\n甲,113.0,22.5\n乙,113.0\n丙,22.5,113.0\n丁,1e999,22.5\n\n戊,,\n己,113.0,22.5\n"));
        rows.Count.ShouldBe(2);
        findings.Select(one => (one.Place, one.Code)).ShouldBe([
            ("第 3 行", LayerFault.ColumnCount), ("第 4 行", CoordinateHint.Swapped), ("第 5 行", CoordinateFault.NotFinite), ("第 7 行", LayerFault.GeometryMissing)]);
    }

    [Fact]
    public async Task An_unclosed_quote_names_its_line() =>
        (await Refusal(Write("a.csv", "名称,lon,lat\n甲,113,22.5\n\"乙,113,22.5\n"))).Place.ShouldBe("第 3 行");

    [Fact]
    public async Task A_region_code_stands_in_for_coordinates()
    {
        var county = City.Atlas.Tree.Children(City.Atlas.Tree.Roots[0].Code)[0];
        var (rows, findings, draft) = await Take(Write("a.csv", $"行政区划代码,人数\n{county.Code.Prefix},12\n999999,3\n44０７,3\n"));
        draft.Placing.ShouldBe(new CsvColumns(RegionCode: "行政区划代码"));
        var row = rows.ShouldHaveSingleItem();
        row.Region.ShouldBe(county.Code);
        City.Atlas.Locator.Locate(new(row.Geometry.Coordinate.X, row.Geometry.Coordinate.Y)).County.ShouldBe(county.Code);
        Json(row).GetProperty("位置精度").GetString()!.ShouldContain("区划");
        Json(row).GetProperty("人数").GetInt32().ShouldBe(12);
        findings.Select(one => one.Code).ShouldBe([LayerFault.PlacedAtRegion, LayerFault.RegionUnknown, LayerFault.RegionUnknown]);
    }

    [Fact]
    public async Task A_table_without_places_asks_for_its_columns()
    {
        var path = Write("a.csv", "名称;东;北\n甲;113.0;22.5\n");
        var draft = await Look(path);
        draft.Reading.ShouldBeNull();
        draft.Columns.ShouldBe(["名称", "东", "北"]);
        draft.Counts[LayerFault.GeometryMissing].ShouldBe(1);
        (await Take(path, new() { Columns = new("东", "北") })).Rows.ShouldHaveSingleItem();
        (await Refusal(path, new() { Columns = new("东", "南") })).Code.ShouldBe(LayerFault.ColumnMissing);
    }

    [Theory]
    [InlineData("经度,纬度")]
    [InlineData("lng,lat")]
    [InlineData("Longitude,Latitude")]
    [InlineData("x,y")]
    [InlineData("X坐标,Y坐标")]
    [InlineData("wgs84_lon,wgs84_lat")]
    [InlineData("中心经度,中心纬度")]
    public async Task Columns_of_coordinates_are_known_by_name(string names) =>
        (await Take(Write("a.csv", $"名称,{names}\n甲,113.0,22.5\n"))).Rows.ShouldHaveSingleItem();

    [Fact]
    public async Task Survey_coordinates_with_x_to_the_north_are_told_and_read()
    {
        var transform = CoordinateTransform.Of(CoordinateSystem.WithZone[13], AxisOrder.NorthEast);
        var text = new StringBuilder("名称,X坐标,Y坐标\n");
        for (var i = 0; i < 20; i++)
        {
            var (north, east) = transform.FromLonLat(new(113 + i / 1000.0, 22.5));
            text.Append(FormattableString.Invariant($"甲,{north:F4},{east:F4}\n"));
        }
        var (rows, _, draft) = await Take(Write("a.csv", text.ToString()));
        (draft.Reading!.System, draft.Reading.Axes).ShouldBe((CoordinateSystem.WithZone[13], AxisOrder.NorthEast));
        rows[19].Geometry.Coordinate.Equals2D(new Coordinate(113.019, 22.5), 1e-8).ShouldBeTrue();
    }

    [Fact]
    public async Task Shifted_coordinates_are_moved_when_a_person_says_so()
    {
        var (lon, lat) = CoordinateTransform.Of(CoordinateSystem.Gcj02, AxisOrder.EastNorth).FromLonLat(new LonLat(113.08, 22.58));
        var path = Write("a.csv", FormattableString.Invariant($"名称,lon,lat\n甲,{lon},{lat}\n"));
        (await Look(path)).Systems[0].Sentence.ShouldContain("分不清");
        var at = (await Take(path, new() { System = CoordinateSystem.Gcj02 })).Rows.Single().Geometry.Coordinate;
        at.Equals2D(new Coordinate(113.08, 22.58), 1e-7).ShouldBeTrue();
    }

    [Fact]
    public async Task Cells_become_numbers_only_where_the_whole_column_is_one()
    {
        var json = Json((await Take(Write("a.csv", "电话,编号,数,值,是,混,lon,lat\n13800000000,0750,12,1.50,true,1,113,22.5\n075012345,0751,13,2,false,一,113,22.5\n"))).Rows[0]);
        json.GetProperty("电话").GetRawText().ShouldBe("\"13800000000\"");
        json.GetProperty("编号").GetRawText().ShouldBe("\"0750\"");
        json.GetProperty("数").GetRawText().ShouldBe("12");
        json.GetProperty("值").GetRawText().ShouldBe("1.50");
        json.GetProperty("是").GetRawText().ShouldBe("true");
        json.GetProperty("混").GetRawText().ShouldBe("\"1\"");
    }

    [Fact]
    public async Task Half_a_character_in_utf16_is_refused() =>
        (await Refusal(WriteUtf16("名称,lon,lat\n甲\ud842,113,22.5\n"))).Code.ShouldBe(LayerFault.EncodingInvalid);

    private string WriteUtf16(string text)
    {
        File.WriteAllBytes(In("u.csv"), [0xFF, 0xFE, .. System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan())]);
        return In("u.csv");
    }
}

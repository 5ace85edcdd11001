using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Geography;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Spatial.Coordinates;

public sealed class CoordinateHintsTests
{
    private static readonly Envelope City = new(112.3, 113.3, 21.4, 22.9);

    [Fact]
    public void Degrees_in_the_extent_are_degrees_of_which_system_nobody_can_tell()
    {
        var hint = CoordinateHints.Of(In("EPSG:4490"), City).ShouldHaveSingleItem();
        (hint.System!.Code, hint.Axes, hint.Code, hint.ShareInside).ShouldBe(("EPSG:4490", AxisOrder.EastNorth, "degrees", 1));
        hint.Sentence.ShouldBe("经纬度（度）：仅凭数值分不清 CGCS2000、WGS 84、GCJ-02 与 BD-09（后两者偏移 100 米以上），请按数据来源确认，或提供参考点");
    }

    [Fact]
    public void Latitude_first_is_swapped()
    {
        var hint = CoordinateHints.Of(In("EPSG:4490", AxisOrder.NorthEast)).ShouldHaveSingleItem();
        (hint.Axes, hint.Code).ShouldBe((AxisOrder.NorthEast, "lon_lat_swapped"));
        hint.Sentence.ShouldStartWith("疑似经纬度颠倒");
    }

    [Theory]
    [InlineData(AxisOrder.EastNorth, "疑似带号坐标 EPSG:4526")]
    [InlineData(AxisOrder.NorthEast, "疑似带号坐标 EPSG:4526，疑似测量坐标轴次序（X 为北、Y 为东）")]
    public void The_zone_stands_in_the_easting(AxisOrder axes, string sentence)
    {
        foreach (var extent in (Envelope?[])[City, null])
        {
            var hint = CoordinateHints.Of(In("EPSG:4526", axes), extent)[0];
            (hint.System!.Code, hint.Axes, hint.Code, hint.Sentence, hint.ShareInside).ShouldBe(("EPSG:4526", axes, "zoned_metres", sentence, 1));
        }
    }

    [Theory]
    [InlineData("EPSG:4547", AxisOrder.EastNorth, "疑似投影坐标（3 度带，中央经线 114°E，EPSG:4547）")]
    [InlineData("EPSG:4547", AxisOrder.NorthEast, "疑似投影坐标（3 度带，中央经线 114°E，EPSG:4547），疑似测量坐标轴次序（X 为北、Y 为东）")]
    [InlineData("EPSG:4546", AxisOrder.EastNorth, "疑似投影坐标（3 度带，中央经线 111°E，EPSG:4546）")]
    public void The_extent_tells_the_central_meridian(string code, AxisOrder axes, string sentence)
    {
        var hint = CoordinateHints.Of(In(code, axes), City)[0];
        (hint.System!.Code, hint.Axes, hint.Code, hint.Sentence, hint.ShareInside).ShouldBe((code, axes, "projected_metres", sentence, 1));
    }

    [Fact]
    public void Utm_is_offered_behind_the_3_degree_zone_of_the_same_meridian()
    {
        var hints = CoordinateHints.Of(In("EPSG:32649"), City);
        hints.Take(2).Select(hint => hint.System!.Code).ShouldBe(["EPSG:4546", "EPSG:32649"]);
        hints[1].Sentence.ShouldContain("只差约 1 公里");
    }

    [Fact]
    public void Without_an_extent_the_meridian_is_not_guessed()
    {
        var hint = CoordinateHints.Of(In("EPSG:4547")).ShouldHaveSingleItem();
        (hint.System, hint.Code).ShouldBe((null, "projected_metres"));
        hint.Sentence.ShouldContain("请提供区域范围");
    }

    [Fact]
    public void Web_Mercator_is_known()
    {
        foreach (var extent in (Envelope?[])[City, null])
            CoordinateHints.Of(In("EPSG:3857"), extent).ShouldHaveSingleItem().Code.ShouldBe("web_mercator");
    }

    [Fact]
    public void A_zone_of_6_degrees_is_named_with_the_way_to_read_it()
    {
        var hint = CoordinateHints.Of([.. In("EPSG:4546").Select(pair => (pair.First + 19_000_000, pair.Second))], City).ShouldHaveSingleItem();
        (hint.System, hint.Code).ShouldBe((null, "six_degree_zone"));
        hint.Sentence.ShouldBe("疑似 6 度带带号坐标（第 19 带，中央经线 111°E）：去掉带号后按 EPSG:4546 读取");
    }

    [Theory]
    [InlineData("GCJ-02", "gcj02_degrees")]
    [InlineData("BD-09", "bd09_degrees")]
    [InlineData("EPSG:4490", "degrees")]
    public void Reference_points_tell_the_shifts_apart(string code, string expected)
    {
        var truth = Places.Jiangmen.Take(3).ToArray();
        var references = truth.Zip(In(code), (place, pair) => new ReferencePoint(pair.First, pair.Second, new(place.Lon + 0.0001, place.Lat))).ToArray();
        var hint = CoordinateHints.Of(In(code), City, references)[0];
        (hint.System!.Code, hint.Code).ShouldBe((code, expected));
        hint.ReferenceMetres!.Value.ShouldBe(10.3, 0.2);
        hint.Sentence.ShouldContain("参考点相差约 10 米");
    }

    [Fact]
    public void Reference_points_tell_the_meridian_and_the_scale_too()
    {
        var references = Places.Jiangmen.Zip(In("EPSG:32649"), (place, pair) => new ReferencePoint(pair.First, pair.Second, place)).ToArray();
        CoordinateHints.Of(In("EPSG:32649"), null, references)[0].System!.Code.ShouldBe("EPSG:32649");
    }

    [Fact]
    public void What_lands_beside_the_extent_is_said_to_be_outside()
    {
        var hint = CoordinateHints.Of(In("EPSG:4490"), new Envelope(100, 101, 30, 31)).ShouldHaveSingleItem();
        hint.ShareInside.ShouldBe(0);
        hint.Sentence.ShouldEndWith("；样本不在所给范围内");
    }

    [Fact]
    public void The_share_counts_what_is_no_number_as_outside()
    {
        var half = In("EPSG:4526").Select((pair, i) => i % 2 == 0 ? pair : (double.NaN, pair.Second)).ToArray();
        CoordinateHints.Of(half, City)[0].ShareInside.ShouldBe(0.5, 0.01);
    }

    [Fact]
    public void Numbers_that_are_nothing_known_get_no_hint()
    {
        CoordinateHints.Of([], City).ShouldBeEmpty();
        CoordinateHints.Of([(1e9, 1e9), (double.NaN, 0)], City).ShouldBeEmpty();
    }

    private static (double First, double Second)[] In(string code, AxisOrder axes = AxisOrder.EastNorth)
    {
        CoordinateSystem.TryParse(code, out var system).ShouldBeTrue();
        return [.. Places.Jiangmen.Select(CoordinateTransform.Of(system, axes).FromLonLat)];
    }
}

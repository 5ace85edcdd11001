using CommandCenter.Analytics.Spatial.Coordinates;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace CommandCenter.Analytics.Tests.Spatial.Coordinates;

public sealed class CoordinateTransformTests
{
    [Theory]
    [InlineData("EPSG:4547", double.NaN, 2_500_000, "coordinate_not_finite")]
    [InlineData("EPSG:4490", 113, double.PositiveInfinity, "coordinate_not_finite")]
    [InlineData("EPSG:3857", double.NegativeInfinity, 0, "coordinate_not_finite")]
    [InlineData("EPSG:4490", 181, 22, "coordinate_out_of_range")]
    [InlineData("EPSG:4490", 22.5, 113, "coordinate_out_of_range")]
    [InlineData("GCJ-02", 113, 90.1, "coordinate_out_of_range")]
    [InlineData("BD-09", -181, 0, "coordinate_out_of_range")]
    [InlineData("EPSG:4547", 38_465_000, 2_500_000, "zone_mismatch")]
    [InlineData("EPSG:4526", 465_000, 2_500_000, "zone_mismatch")]
    [InlineData("EPSG:4526", 37_465_000, 2_500_000, "zone_mismatch")]
    [InlineData("EPSG:4526", 2_500_000, 38_465_000, "zone_mismatch")]
    [InlineData("EPSG:4547", 2_500_000, 465_000, "easting_out_of_range")]
    [InlineData("EPSG:4547", 901_000, 2_500_000, "easting_out_of_range")]
    [InlineData("EPSG:32649", 99_000, 2_500_000, "easting_out_of_range")]
    [InlineData("EPSG:4547", 465_000, -1, "northing_out_of_range")]
    [InlineData("EPSG:4547", 465_000, 7_000_000, "northing_out_of_range")]
    [InlineData("EPSG:4547", 500_000, 6_119_000, "coordinate_out_of_range")]
    [InlineData("EPSG:3857", 20_037_509, 0, "easting_out_of_range")]
    [InlineData("EPSG:3857", 0, 1e300, "northing_out_of_range")]
    public void Refuses_numbers_that_are_no_position(string code, double first, double second, string fault)
    {
        var transform = Of(code);
        transform.TryToLonLat(first, second, out var point, out var said).ShouldBeFalse();
        point.ShouldBe(default);
        said.Code.ShouldBe(fault);
        var thrown = Should.Throw<CoordinateException>(() => transform.ToLonLat(first, second));
        (thrown.Code, thrown.Message, thrown.Index).ShouldBe((fault, said.Message, null));
        Should.Throw<CoordinateException>(() => transform.ToLonLat([first], [second], new double[1], new double[1])).Index.ShouldBe(0);
    }

    [Theory]
    [InlineData("EPSG:4547", 118.5, 22, "easting_out_of_range")]
    [InlineData("EPSG:4547", -66, 22, "easting_out_of_range")]
    [InlineData("EPSG:4547", 114, 55.1, "coordinate_out_of_range")]
    [InlineData("EPSG:4526", 114, -0.1, "coordinate_out_of_range")]
    [InlineData("EPSG:3857", 113, 90, "coordinate_out_of_range")]
    [InlineData("EPSG:3857", 113, -90, "coordinate_out_of_range")]
    [InlineData("EPSG:3857", 113, double.NaN, "coordinate_not_finite")]
    [InlineData("EPSG:4490", 113, 91, "coordinate_out_of_range")]
    public void Refuses_positions_out_of_its_reach(string code, double lon, double lat, string fault)
    {
        Should.Throw<CoordinateException>(() => Of(code).FromLonLat(new(lon, lat))).Code.ShouldBe(fault);
        Should.Throw<CoordinateException>(() => Of(code).FromLonLat([lon], [lat], new double[1], new double[1])).Code.ShouldBe(fault);
    }

    [Fact]
    public void Says_in_Chinese_which_of_many_is_wrong()
    {
        var thrown = Should.Throw<CoordinateException>(() => Of("EPSG:4547").ToLonLat(
            [465_000, 466_000, 1_234_567], [2_490_000, 2_490_000, 2_490_000], new double[3], new double[3]));
        thrown.Message.ShouldBe("第 3 个坐标：东坐标 1234567 米距中央经线 114°E 超过 400 公里");
        thrown.Index.ShouldBe(2);
    }

    [Fact]
    public void The_edges_of_Web_Mercator_are_inside()
    {
        var transform = Of("EPSG:3857");
        foreach (var lon in (double[])[-180, 0, 180])
        {
            var (x, y) = transform.FromLonLat(new(lon, 85.06));
            transform.ToLonLat(x, y).Lon.ShouldBe(lon, 1e-9);
        }
    }

    [Fact]
    public void Many_at_once_are_each_as_one_and_may_overwrite_their_input()
    {
        foreach (var system in CoordinateSystem.All)
            foreach (var axes in Enum.GetValues<AxisOrder>())
            {
                var transform = CoordinateTransform.Of(system, axes);
                var places = Places.Of(system);
                var (firsts, seconds) = (places.Select(place => place.Lon).ToArray(), places.Select(place => place.Lat).ToArray());
                transform.FromLonLat(firsts, seconds, firsts, seconds);
                for (var i = 0; i < places.Length; i++) (firsts[i], seconds[i]).ShouldBe(transform.FromLonLat(places[i]));
                var (lons, lats) = (new double[places.Length], new double[places.Length]);
                transform.ToLonLat(firsts, seconds, lons, lats);
                for (var i = 0; i < places.Length; i++) (lons[i], lats[i]).ShouldBe((transform.ToLonLat(firsts[i], seconds[i]).Lon, transform.ToLonLat(firsts[i], seconds[i]).Lat));
            }
    }

    [Fact]
    public void Many_at_once_allocate_nothing_that_grows_with_them()
    {
        var transform = Of("EPSG:4547");
        var (lons, lats) = (Enumerable.Repeat(113.0, 10_000).ToArray(), Enumerable.Repeat(22.5, 10_000).ToArray());
        var (easts, norths) = (new double[10_000], new double[10_000]);
        transform.FromLonLat(lons, lats, easts, norths);
        var before = GC.GetAllocatedBytesForCurrentThread();
        transform.FromLonLat(lons, lats, easts, norths);
        transform.ToLonLat(easts, norths, lons, lats);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);
    }

    [Fact]
    public void Spans_of_different_lengths_are_a_mistake_of_the_caller() =>
        Should.Throw<ArgumentException>(() => Of("EPSG:4547").ToLonLat([1, 2], [1], new double[2], new double[2]));

    [Fact]
    public void A_geometry_is_copied_with_holes_and_heights()
    {
        const string text = "GEOMETRYCOLLECTION (POLYGON ((113 22, 113.2 22, 113.2 22.2, 113 22), (113.1 22.05, 113.15 22.05, 113.15 22.1, 113.1 22.05)), POINT Z (113 22 7))";
        var original = new WKTReader().Read(text);
        var survey = CoordinateTransform.Of(CoordinateSystem.OfZonedEasting(38_000_000)!, AxisOrder.NorthEast);
        var metres = survey.CopyFromLonLat(original);
        original.AsText().ShouldBe(new WKTReader().Read(text).AsText());
        (metres.SRID, metres.GetGeometryN(0).SRID).ShouldBe((4526, 4526));
        metres.GetGeometryN(1).Coordinate.Z.ShouldBe(7);
        metres.Coordinate.X.ShouldBeInRange(2_400_000, 2_500_000);
        metres.EnvelopeInternal.MinY.ShouldBeInRange(38_300_000, 38_500_000);

        var back = survey.CopyToLonLat(metres);
        back.SRID.ShouldBe(4490);
        back.EqualsExact(original, 1e-9).ShouldBeTrue(back.AsText());
        back.GetGeometryN(1).Coordinate.Z.ShouldBe(7);
    }

    [Fact]
    public void A_geometry_with_one_bad_vertex_is_refused() =>
        Should.Throw<CoordinateException>(() => Of("EPSG:4547").CopyToLonLat(
            new GeometryFactory().CreateLineString([new(465_000, 2_490_000), new(465_000, double.NaN)]))).Index.ShouldBe(1);

    private static CoordinateTransform Of(string code)
    {
        CoordinateSystem.TryParse(code, out var system).ShouldBeTrue();
        return CoordinateTransform.Of(system, AxisOrder.EastNorth);
    }
}

using CommandCenter.Analytics.Spatial;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Geography;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Xunit.Abstractions;

namespace CommandCenter.Analytics.Tests.Spatial.Coordinates;

/// <summary>Distances against PROJ's geod; areas against GeographicLib 2.1.2, <c>Planimeter -e 6378137 1/298.257222101</c>.</summary>
public sealed class GeodesicTests(ITestOutputHelper output)
{
    [Fact]
    public void Distances_in_the_city_agree_with_PROJ()
    {
        var random = new Random(3);
        LonLat Any() => new(112.3 + random.NextDouble(), 21.4 + random.NextDouble() * 1.5);
        Agree([.. Enumerable.Range(0, 2_000).Select(_ => (Any(), Any()))], 1e-5);
        Agree([.. Enumerable.Range(0, 500).Select(_ => Any()).Select(from => (from, new LonLat(from.Lon + random.NextDouble() / 1e5, from.Lat + random.NextDouble() / 1e5)))], 2e-6);
    }

    [Fact]
    public void Distances_over_the_earth_agree_with_PROJ()
    {
        var random = new Random(4);
        LonLat Any() => new(random.NextDouble() * 360 - 180, random.NextDouble() * 180 - 90);
        Agree([.. Enumerable.Range(0, 2_000).Select(_ => (Any(), Any()))], 1e-3);
    }

    [Fact]
    public void Distances_to_near_the_antipodes_agree_with_PROJ()
    {
        var random = new Random(5);
        (LonLat, LonLat) Far()
        {
            var from = new LonLat(random.NextDouble() * 360 - 180, random.NextDouble() * 160 - 80);
            return (from, new(Math.IEEERemainder(from.Lon + 180 + random.NextDouble() * 2 - 1, 360), -from.Lat + random.NextDouble() * 2 - 1));
        }
        Agree([.. Enumerable.Range(0, 2_000).Select(_ => Far())], 1e-3);
        Agree([
            (new(0, 0), new(180, 0)), (new(0, 0), new(179.7, 0)), (new(0, 0), new(179.5, 0)), (new(0, 0), new(179.7, 0.5)), (new(0, 30), new(180, -30)),
            (new(0, 30), new(179.9, -30)), (new(0, 90), new(0, -90)), (new(10, 90), new(-160, 22)), (new(-20, 40), new(160, 40)), (new(113, 22), new(-67, -22)),
        ], 1e-3);
    }

    [Theory]
    [InlineData(113, 22, 113, 22)]
    [InlineData(180, 22, -180, 22)]
    [InlineData(0, 90, 113, 90)]
    public void The_same_place_is_no_distance_away(double lon1, double lat1, double lon2, double lat2) =>
        Geodesic.Metres(new(lon1, lat1), new(lon2, lat2)).ShouldBe(0, 1e-8);

    [Fact]
    public void A_length_is_the_sum_of_its_edges_and_of_polygons_all_rings()
    {
        Geodesic.Length(Read("LINESTRING (113 22.5, 113.06 22.58, 113.11 22.47)")).ShouldBe(
            Geodesic.Metres(new(113, 22.5), new(113.06, 22.58)) + Geodesic.Metres(new(113.06, 22.58), new(113.11, 22.47)), 1e-9);
        Geodesic.Length(Read("POLYGON ((113 22, 114 22, 114 23, 113 23, 113 22), (113.4 22.4, 113.6 22.4, 113.6 22.6, 113.4 22.6, 113.4 22.4))"))
            .ShouldBe(427_258.504301 + 85_453.266903, 0.001);
        Geodesic.Length(Read("MULTIPOINT (113 22, 114 23)")).ShouldBe(0);
    }

    [Theory]
    [InlineData("113 22.5, 113.06 22.58, 113.11 22.47", 60_389_806.8, 1e-6)] // 江门, edges of 10 km
    [InlineData("113 22.5, 113.01 22.5, 113.01 22.51, 113 22.51", 1_139_402.8, 1e-6)]
    [InlineData("112.3 21.4, 113.3 21.55, 112.9 22.9", 8_087_632_087.6, 2e-5)] // the whole city in three edges
    [InlineData("121.5 52.9, 123.1 53.4, 124 52", 10_048_841_358.5, 2e-5)] // 漠河
    [InlineData("75 39, 77 39, 76.5 40.5", 14_396_952_787.1, 2e-5)] // 喀什
    [InlineData("113 22.5, 113.25 22.5, 113.1 22.7", 284798362.3, 1e-6)] // edges of 26 km
    [InlineData("112.2 3.9, 112.4 4.1, 112.1 4.3", 613_914_519.9, 1e-6)] // 曾母暗沙
    [InlineData("113 22, 114 22, 114 23, 113 23", 11_394_450_885.5, 1e-6)]
    [InlineData("179.5 -1, -179.5 -1, -179.5 1, 179.5 1", 24_617_556_722.1, 1e-6)] // over the antimeridian
    public void An_area_agrees_with_GeographicLib(string ring, double squareMetres, double part)
    {
        var polygon = Read($"POLYGON (({ring}, {ring.Split(',')[0]}))");
        var off = Geodesic.Area(polygon) / squareMetres - 1;
        output.WriteLine($"{off:E2}, edges as drawn {GeodesicArea.SquareKilometres(polygon) * 1e6 / squareMetres - 1:E2}");
        Math.Abs(off).ShouldBeLessThan(part);
        Geodesic.Area(polygon.Reverse()).ShouldBe(Geodesic.Area(polygon), squareMetres * 1e-12);
    }

    [Fact]
    public void A_hole_is_taken_out_and_parts_are_added()
    {
        var cell = "(113 22, 114 22, 114 23, 113 23, 113 22)";
        var hole = "(113.4 22.4, 113.6 22.4, 113.6 22.6, 113.4 22.6, 113.4 22.4)";
        const double expected = 11_394_450_885.5 - 455_777_245.1;
        Geodesic.Area(Read($"POLYGON ({cell}, {hole})")).ShouldBe(expected, expected * 1e-6);
        Geodesic.Area(Read($"GEOMETRYCOLLECTION (POLYGON ({cell}, {hole}), POLYGON ({hole}), POINT (113 22), LINESTRING (113 22, 114 23))"))
            .ShouldBe(11_394_450_885.5, 11_394);
    }

    [Fact]
    public void Real_borders_have_the_same_area_with_edges_as_drawn_to_a_ten_thousandth()
    {
        foreach (var boundary in City.Atlas.Boundaries)
            Geodesic.Area(boundary.Area).ShouldBe(GeodesicArea.SquareKilometres(boundary.Area) * 1e6, Geodesic.Area(boundary.Area) * 1e-4, boundary.Code.ToString());
    }

    [Fact]
    public void What_is_not_on_earth_is_refused()
    {
        Should.Throw<CoordinateException>(() => Geodesic.Metres(new(113, 22), new(113, double.NaN))).Code.ShouldBe("coordinate_not_finite");
        Should.Throw<CoordinateException>(() => Geodesic.Metres(new(113, 91), default)).Code.ShouldBe("coordinate_out_of_range");
        Should.Throw<CoordinateException>(() => Geodesic.Length(new GeometryFactory().CreateLineString([new(113, 22), new(465_000, 2_490_000)]))).Index.ShouldBe(1);
        Should.Throw<CoordinateException>(() => Geodesic.Area(Read("POLYGON ((113 22, 114 22, 114 95, 113 22))"))).Index.ShouldBe(2);
    }

    private void Agree((LonLat From, LonLat To)[] lines, double metres)
    {
        var judged = ProjTools.Metres(lines);
        var worst = 0.0;
        for (var i = 0; i < lines.Length; i++)
        {
            var off = Math.Abs(Geodesic.Metres(lines[i].From, lines[i].To) - judged[i]);
            off.ShouldBeLessThanOrEqualTo(metres, $"{lines[i].From} – {lines[i].To}");
            Geodesic.Metres(lines[i].To, lines[i].From).ShouldBe(Geodesic.Metres(lines[i].From, lines[i].To), metres);
            worst = Math.Max(worst, off);
        }
        output.WriteLine($"{lines.Length} lines: {worst * 1000:F6} mm");
    }

    private static Geometry Read(string text) => new WKTReader().Read(text);
}

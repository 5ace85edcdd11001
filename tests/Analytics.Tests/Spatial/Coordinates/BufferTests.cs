using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Geography;
using NetTopologySuite.Densify;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Xunit.Abstractions;

namespace CommandCenter.Analytics.Tests.Spatial.Coordinates;

public sealed class BufferTests(ITestOutputHelper output)
{
    private const double Part = 0.001;

    [Theory]
    [InlineData(113.0815, 22.5787, 50)]
    [InlineData(113.0815, 22.5787, 5_000)]
    [InlineData(113.0815, 22.5787, 50_000)]
    [InlineData(122.5386, 53.4822, 50_000)]
    [InlineData(112.2833, 3.9667, 50_000)]
    [InlineData(-70.9, -53.2, 50_000)]
    public void A_circle_is_round_on_the_ellipsoid_as_PROJ_measures_it(double lon, double lat, double metres)
    {
        var circle = Geodesic.Buffer(new Point(lon, lat), metres);
        circle.SRID.ShouldBe(4490);
        var sides = Densifier.Densify(circle, metres / 5_000_000).Coordinates;
        var distances = ProjTools.Metres(sides.Select(corner => (new LonLat(lon, lat), new LonLat(corner.X, corner.Y))));
        output.WriteLine($"{distances.Min() / metres - 1:E2} … {distances.Max() / metres - 1:E2}, area {Geodesic.Area(circle) / (Math.PI * metres * metres) - 1:E2}");
        distances.Min().ShouldBeGreaterThan(metres * (1 - Part));
        distances.Max().ShouldBeLessThan(metres * (1 + Part));
        Geodesic.Area(circle).ShouldBe(Math.PI * metres * metres, Math.PI * metres * metres * Part);
    }

    [Theory]
    [InlineData("LINESTRING (112.3 22.1, 113.3 22.1)", 2_000)]
    [InlineData("LINESTRING (112.3 21.5, 112.9 22.4, 113.3 22.9)", 50_000)]
    [InlineData("LINESTRING (111 22, 115 22.5)", 20_000)] // over 400 km
    [InlineData("POLYGON ((112.9 22.4, 113.2 22.4, 113.1 22.7, 112.9 22.4))", 10_000)]
    [InlineData("MULTIPOINT (112.5 22, 113.2 22.6)", 30_000)]
    public void The_border_is_everywhere_at_the_distance(string text, double metres)
    {
        var geometry = new WKTReader().Read(text);
        var buffer = Geodesic.Buffer(geometry, metres);
        buffer.Covers(geometry).ShouldBeTrue();
        var near = Densifier.Densify(geometry, 0.0005).Coordinates.Select(at => new LonLat(at.X, at.Y)).ToArray();
        var border = buffer.Boundary.Coordinates;
        var (least, most) = (double.MaxValue, 0.0);
        foreach (var corner in border.Where((_, i) => i % 7 == 0))
        {
            var at = new LonLat(corner.X, corner.Y);
            // The nearest by degrees is close to the nearest by metres: only its surroundings are measured.
            var distance = near.OrderBy(one => Math.Pow((one.Lon - at.Lon) * 0.926, 2) + Math.Pow(one.Lat - at.Lat, 2)).Take(40).Min(one => Geodesic.Metres(one, at));
            (least, most) = (Math.Min(least, distance), Math.Max(most, distance));
        }
        output.WriteLine($"{least / metres - 1:E2} … {most / metres - 1:E2}");
        least.ShouldBeGreaterThan(metres * (1 - Part));
        most.ShouldBeLessThan(metres * (1 + Part) + 0.5);
    }

    [Fact]
    public void A_negative_distance_takes_the_rim_of_a_polygon_away()
    {
        var cell = new WKTReader().Read("POLYGON ((113 22, 113.2 22, 113.2 22.2, 113 22.2, 113 22))");
        var core = Geodesic.Buffer(cell, -1_000);
        cell.Covers(core).ShouldBeTrue();
        var rim = Geodesic.Area(cell) - Geodesic.Area(core);
        rim.ShouldBe(Geodesic.Length(cell) * 1_000 - 4_000_000, 20_000);
        Geodesic.Buffer(cell, -50_000).IsEmpty.ShouldBeTrue();
        Geodesic.Buffer(new Point(113, 22), -1).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Nothing_has_an_empty_buffer() => Geodesic.Buffer(new GeometryFactory().CreateLineString(), 100).IsEmpty.ShouldBeTrue();

    [Fact]
    public void The_original_is_not_touched()
    {
        var line = new WKTReader().Read("LINESTRING (112.3 22.1, 113.3 22.1)");
        Geodesic.Buffer(line, 500);
        line.AsText().ShouldBe("LINESTRING (112.3 22.1, 113.3 22.1)");
    }

    [Fact]
    public void What_is_too_wide_or_no_position_is_refused()
    {
        Should.Throw<CoordinateException>(() => Geodesic.Buffer(new WKTReader().Read("LINESTRING (110 22, 116 22)"), 1)).Code.ShouldBe("geometry_too_wide");
        Should.Throw<CoordinateException>(() => Geodesic.Buffer(new Point(113, 84), 1)).Code.ShouldBe("geometry_too_wide");
        Should.Throw<CoordinateException>(() => Geodesic.Buffer(new Point(465_000, 2_490_000), 1)).Code.ShouldBe("coordinate_out_of_range");
        Should.Throw<CoordinateException>(() => Geodesic.Buffer(new GeometryFactory().CreateLineString([new(113, 22), new(113, double.NaN)]), 1)).Code.ShouldBe("coordinate_not_finite");
        Should.Throw<ArgumentOutOfRangeException>(() => Geodesic.Buffer(new Point(113, 22), double.NaN));
    }

    [Fact]
    public void A_scrawl_is_refused_and_the_roads_of_a_city_are_not()
    {
        var random = new Random(3);
        Coordinate Somewhere() => new(112.5 + random.NextDouble() * 0.5, 22.2 + random.NextDouble() * 0.5);
        var factory = new GeometryFactory();
        var scrawl = factory.CreateLineString([.. Enumerable.Range(0, 2_000).Select(_ => Somewhere())]);
        Should.Throw<CoordinateException>(() => Geodesic.Buffer(scrawl, 50)).Code.ShouldBe("geometry_too_tangled");
        var heap = factory.CreateMultiPointFromCoords([.. Enumerable.Repeat(Somewhere(), 2_000)]);
        Should.Throw<CoordinateException>(() => Geodesic.Buffer(heap, 50_000)).Code.ShouldBe("geometry_too_tangled");

        var grid = factory.CreateMultiLineString([.. Enumerable.Range(0, 60).SelectMany(i => new[]
        {
            factory.CreateLineString([new(112.5 + i * 0.005, 22.2), new(112.5 + i * 0.005, 22.5)]),
            factory.CreateLineString([new(112.5, 22.2 + i * 0.005), new(112.8, 22.2 + i * 0.005)]),
        })]);
        Geodesic.Buffer(grid, 20).IsEmpty.ShouldBeFalse();
    }
}

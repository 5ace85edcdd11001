using System.Text.Json;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Schema;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Analytics.Tests.Spatial.Coordinates;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Layers;

[Collection(Embedded.Name)]
public sealed class EmbeddedSurveyTests(EmbeddedPlace place) : SurveyTests(place);

[Collection(OverHttp.Name)]
public sealed class HttpSurveyTests(HttpPlace place) : SurveyTests(place);

/// <summary>What is measured and added up, against PROJ's <c>geod</c> and a plain count.</summary>
public abstract class SurveyTests(ClickHousePlace place)
{
    private const double Part = 0.001;
    private const string Square = """{"type":"Polygon","coordinates":[[[112.93,22.33],[113.05,22.34],[113.06,22.46],[112.92,22.45],[112.93,22.33]]]}""";

    [Theory]
    [InlineData(113.0815, 22.5787, 60)]
    [InlineData(112.79, 21.96, 2_500)]
    [InlineData(112.4, 22.2, 30_000)]
    public void A_buffer_is_at_its_distance_in_all_directions_and_as_large_as_its_triangles(double lon, double lat, double metres)
    {
        var area = Area($$"""{"type":"Point","coordinates":[{{lon}},{{lat}}]}""", metres);
        // The compass: where a ray from the centre meets the border.
        var rays = Enumerable.Range(0, 16).Select(i => i * Math.PI / 8)
            .Select(angle => new LineString([new(lon, lat), new(lon + Math.Sin(angle), lat + Math.Cos(angle))]).Intersection(area.Geometry.Boundary).Coordinate);
        foreach (var distance in ProjTools.Metres(rays.Select(at => (new LonLat(lon, lat), new LonLat(at.X, at.Y))))) distance.ShouldBe(metres, metres * Part);
        Triangles(area.Geometry.Coordinates, new(lon, lat)).ShouldBe(area.SquareMetres, area.SquareMetres * Part);
        var border = area.Geometry.Coordinates;
        ProjTools.Metres(border.Zip(border.Skip(1), (a, b) => (new LonLat(a.X, a.Y), new LonLat(b.X, b.Y)))).Sum().ShouldBe(Geodesic.Length(area.Geometry), metres * Part);
    }

    [Fact]
    public void A_piece_is_what_lies_in_the_area_and_as_large_as_geod_measures_it()
    {
        var area = Area(Square);
        foreach (var house in SampleLayer.Houses(40, spread: 0.2).Select(row => row.Geometry).Append(Box(112.9, 22.3, 113, 22.4)).Append(Box(112.95, 22.36, 112.96, 22.37)))
        {
            var piece = area.CutOut(house);
            if (piece is not Polygon { NumInteriorRings: 0, IsEmpty: false } whole) continue;
            var centre = whole.Centroid;
            Triangles(whole.Coordinates, new(centre.X, centre.Y)).ShouldBe(Geodesic.Area(piece), Geodesic.Area(piece) * Part);
            Geodesic.Area(piece).ShouldBeLessThanOrEqualTo(Geodesic.Area(house) * (1 + 1e-9));
            area.Geometry.Buffer(1e-9).Covers(piece).ShouldBeTrue();
        }
        area.CutOut(Box(112.5, 22.3, 112.6, 22.4)).IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData(GeometryKind.Point)]
    [InlineData(GeometryKind.Line)]
    [InlineData(GeometryKind.Polygon)]
    public void Sums_by_region_are_a_plain_count_and_nothing_of_another_scope(GeometryKind kind)
    {
        var rows = kind switch { GeometryKind.Point => SampleLayer.Points(3_000), GeometryKind.Line => SampleLayer.Roads(300), _ => SampleLayer.Houses(600) };
        var set = FeatureSet.Of(SampleLayer.Version(), kind, rows);
        var counties = RegionTally.Of(set, SampleLayer.City, RegionLevel.County, default);
        counties.Sum(sum => sum.Count).ShouldBe(rows.Count);
        foreach (var (town, county) in new[] { (SampleLayer.TaishanTown, "440781000000"), (SampleLayer.PengjiangTown, "440703000000") })
        {
            var own = rows.Where(row => row.Region == town).ToList();
            var sum = counties.Single(sum => sum.Region == RegionCode.Parse(county));
            sum.Count.ShouldBe(own.Count);
            sum.SquareMetres.ShouldBe(own.Sum(row => Geodesic.Area(row.Geometry)), sum.SquareMetres * Part + 1e-9);
            sum.Metres.ShouldBe(kind is GeometryKind.Line ? own.Sum(row => Geodesic.Length(row.Geometry)) : 0, sum.Metres * Part + 1e-9);
        }
        counties.Where(sum => !sum.Region.IsRegion).Sum(sum => sum.Count).ShouldBe(rows.Count(row => !row.Region.IsRegion));
        RegionTally.Of(set, SampleLayer.City, RegionLevel.Village, default).ShouldHaveSingleItem().Region.IsRegion.ShouldBeFalse("none is known to lie in a village");
        foreach (var level in new[] { RegionLevel.County, RegionLevel.Town })
        {
            var own = RegionTally.Of(set, SampleLayer.Town, level, default).ShouldHaveSingleItem();
            (own.Region, own.Count).ShouldBe((SampleLayer.TaishanTown, rows.Count(row => row.Region == SampleLayer.TaishanTown)));
        }
        RegionTally.Of(set, default, RegionLevel.County, default).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(GeometryKind.Point)]
    [InlineData(GeometryKind.Line)]
    [InlineData(GeometryKind.Polygon)]
    public async Task Squares_and_hexagons_hold_each_object_once_at_its_place(GeometryKind kind)
    {
        using var clickHouse = place.Open($"survey_{Guid.NewGuid():N}");
        await new SchemaRunner(clickHouse, SchemaRunner.Files).ApplyAsync(default);
        var rows = kind switch { GeometryKind.Point => SampleLayer.Points(4_000), GeometryKind.Line => SampleLayer.Roads(400), _ => SampleLayer.Houses(900, spread: 0.2) };
        await new FeatureQueries(clickHouse).AppendAsync(SampleLayer.Version(), SampleLayer.Stream(rows), "t", default);
        var (set, area) = (FeatureSet.Of(SampleLayer.Version(), kind, rows), Area(Square));
        foreach (var scope in new[] { SampleLayer.City, SampleLayer.Town })
        {
            var found = set.Within(scope, area);
            var grid = new DensityGrid(area, 700);
            grid.Add(set, found).ShouldBeTrue();
            var hexagons = (await new HexagonQueries(clickHouse).CountAsync(scope, [(set, found)], 8, default)).ShouldNotBeNull();
            foreach (var cells in new[] { [.. grid.Cells], hexagons })
            {
                cells.Sum(cell => cell.Count).ShouldBe(found.Count);
                cells.Select(cell => cell.Id).Distinct().Count().ShouldBe(cells.Count);
                cells.Count.ShouldBeGreaterThan(20);
                foreach (var cell in cells.Where((_, i) => i % 9 == 0))
                {
                    // Straight edges in degrees are not quite those of the cell: who stands on one may be counted beyond it.
                    var (inner, outer) = (cell.Cell.Buffer(-1e-6), cell.Cell.Buffer(1e-6));
                    var places = found.Where(index => kind is GeometryKind.Point || area.Geometry.EnvelopeInternal.Contains(Place(index).Coordinate)).Select(Place).ToList();
                    if (kind is GeometryKind.Point) cell.Count.ShouldBeInRange(places.Count(inner.Contains), places.Count(outer.Contains));
                    else cell.Count.ShouldBeGreaterThanOrEqualTo(places.Count(inner.Contains));
                }
            }
            foreach (var cell in grid.Cells.Take(5)) Geodesic.Area(cell.Cell).ShouldBe(700 * 700, 700 * 700 * Part);
        }

        Point Place(int index) => new(set.Position(index).Lon, set.Position(index).Lat);
    }

    [Fact]
    public async Task Sides_of_squares_are_as_long_as_geod_measures_them_and_too_many_cells_are_none()
    {
        var rows = SampleLayer.Points(25_000).Select(row => row.Id % 50 == 0 ? row with { Geometry = new Point(112.95, 22.35) } : row).ToList();
        var (set, area) = (FeatureSet.Of(SampleLayer.Version(), GeometryKind.Point, rows), Area("""{"type":"Polygon","coordinates":[[[111.5,21],[114.5,21],[114.5,23.5],[111.5,23.5],[111.5,21]]]}"""));
        var found = set.Within(SampleLayer.City, area);
        var grid = new DensityGrid(area, 2_000);
        grid.Add(set, found).ShouldBeTrue();
        var corners = grid.Cells.First().Cell.Coordinates;
        foreach (var side in ProjTools.Metres(corners.Zip(corners.Skip(1), (a, b) => (new LonLat(a.X, a.Y), new LonLat(b.X, b.Y))))) side.ShouldBe(2_000, 2_000 * Part);
        new DensityGrid(area, 1).Add(set, found).ShouldBeFalse();

        using var clickHouse = place.Open($"survey_{Guid.NewGuid():N}");
        await new SchemaRunner(clickHouse, SchemaRunner.Files).ApplyAsync(default);
        await new FeatureQueries(clickHouse).AppendAsync(SampleLayer.Version(), SampleLayer.Stream(rows), "t", default);
        (await new HexagonQueries(clickHouse).CountAsync(SampleLayer.City, [(set, found)], 15, default)).ShouldBeNull();
        (await new HexagonQueries(clickHouse).CountAsync(SampleLayer.City, [(set, found)], 0, default)).ShouldNotBeNull().ShouldHaveSingleItem().Count.ShouldBe(25_000);
    }

    /// <summary>Square metres of a star-shaped ring, as triangles around a point inside whose sides <c>geod</c> measures.</summary>
    private static double Triangles(Coordinate[] ring, LonLat centre)
    {
        var spokes = ProjTools.Metres(ring.Select(at => (centre, new LonLat(at.X, at.Y))));
        var sides = ProjTools.Metres(ring.Zip(ring.Skip(1), (a, b) => (new LonLat(a.X, a.Y), new LonLat(b.X, b.Y))));
        return sides.Select((side, i) => Heron(side, spokes[i], spokes[i + 1])).Sum();
    }

    private static double Heron(double a, double b, double c)
    {
        var half = (a + b + c) / 2;
        return Math.Sqrt(Math.Max(0, half * (half - a) * (half - b) * (half - c)));
    }

    private static Geometry Box(double west, double south, double east, double north) => new GeometryFactory().ToGeometry(new Envelope(west, east, south, north));

    private static AskedArea Area(string geometry, double buffer = 0) =>
        AskedArea.Read(JsonDocument.Parse(geometry).RootElement, buffer, out var reason).ShouldNotBeNull(reason);
}

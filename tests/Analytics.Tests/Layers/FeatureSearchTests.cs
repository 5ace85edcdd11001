using System.Text.Json;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Layers;

/// <summary>Spatial questions to a set, against the same question asked of every object one by one.</summary>
public sealed class FeatureSearchTests
{
    private const string Star = """
        {"type":"Polygon","coordinates":[[[112.93,22.32],[112.98,22.36],[113.04,22.31],[113.01,22.38],[113.08,22.43],[113.0,22.41],[112.96,22.47],[112.95,22.4],[112.91,22.41],[112.93,22.32]],
        [[112.97,22.37],[112.98,22.37],[112.98,22.39],[112.97,22.39],[112.97,22.37]]]}
        """;

    [Theory]
    [InlineData(GeometryKind.Point)]
    [InlineData(GeometryKind.Line)]
    [InlineData(GeometryKind.Polygon)]
    public void An_area_holds_what_lies_in_it_or_meets_it(GeometryKind kind)
    {
        var rows = Rows(kind);
        var set = FeatureSet.Of(SampleLayer.Version(), kind, rows);
        foreach (var (geometry, buffer) in new[] { (Star, 0.0), (Star, 800), (Star, -300), ("""{"type":"Point","coordinates":[113.0,22.4]}""", 2_000) })
        {
            var area = Area(geometry, buffer);
            foreach (var scope in new[] { SampleLayer.City, SampleLayer.Town, default })
            {
                var wanted = Enumerable.Range(0, set.Count)
                    .Where(index => Sees(scope, set.Region(index)) && area.Geometry.Intersects(set.Geometry(index))).Select(set.Id).Order();
                set.Within(scope, area).Select(set.Id).Order().ShouldBe(wanted);
            }
            set.Within(SampleLayer.City, area).Count.ShouldBeGreaterThan(20);
        }
    }

    [Theory]
    [InlineData(GeometryKind.Point)]
    [InlineData(GeometryKind.Line)]
    [InlineData(GeometryKind.Polygon)]
    public void The_nearest_come_first_with_their_distance(GeometryKind kind)
    {
        var set = FeatureSet.Of(SampleLayer.Version(), kind, Rows(kind));
        foreach (var from in new LonLat[] { new(112.98, 22.37), new(113.0, 22.4), new(112.0, 21.9), new(-60, -10) })
        foreach (var scope in new[] { SampleLayer.City, SampleLayer.Town })
        {
            var near = set.Nearest(scope, from, 12);
            near.Count.ShouldBe(12);
            near.Select(one => one.Metres).ShouldBeInOrder();
            if (kind is not GeometryKind.Point) continue;
            var wanted = Enumerable.Range(0, set.Count).Where(index => Sees(scope, set.Region(index))).Select(index => Geodesic.Metres(from, set.Position(index))).Order().Take(12);
            near.Select(one => one.Metres).ShouldBe(wanted, 1e-6);
        }
    }

    [Fact]
    public void Inside_a_house_it_is_at_distance_0_and_nothing_is_farther_than_asked()
    {
        var houses = SampleLayer.Houses(500);
        var set = FeatureSet.Of(SampleLayer.Version(), GeometryKind.Polygon, houses);
        var inside = houses[0].Geometry.InteriorPoint;
        var near = set.Nearest(SampleLayer.City, new(inside.X, inside.Y), 5, within: 150);
        near[0].Metres.ShouldBe(0);
        near.ShouldAllBe(one => one.Metres <= 150);
        set.Nearest(SampleLayer.City, new(0, 0), 5, within: 1_000).ShouldBeEmpty();
        set.Nearest(default, new(inside.X, inside.Y), 5).ShouldBeEmpty();
    }

    [Fact]
    public void The_distance_to_a_line_is_that_to_its_nearest_part()
    {
        var road = new LineString([new(112.9, 22.4), new(113.1, 22.4)]) { SRID = 4490 };
        var set = FeatureSet.Of(SampleLayer.Version(), GeometryKind.Line, [SampleLayer.Row(1, road, SampleLayer.TaishanTown)]);
        var (_, metres) = set.Nearest(SampleLayer.City, new(113.0, 22.41), 1).ShouldHaveSingleItem();
        metres.ShouldBe(Geodesic.Metres(new(113.0, 22.41), new(113.0, 22.4)), 0.05);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"type":"Point","coordinates":[113,22]}""")]
    [InlineData("""{"type":"Polygon","coordinates":[[[113,22],[113.1,22],[113.1,22.1]]]}""")]
    [InlineData("""{"type":"Polygon","coordinates":[[[113,22],[113.1,22.1],[113.1,22],[113,22.1],[113,22]]]}""")]
    [InlineData("""{"type":"Polygon","coordinates":[[[22,113],[22.1,113],[22.1,113.1],[22,113]]]}""")]
    [InlineData("""{"type":"Polygon","coordinates":[[[113,"22"],[113.1,22],[113.1,22.1],[113,22]]]}""")]
    [InlineData("""{"type":"Polygon","coordinates":[]}""")]
    [InlineData("""{"type":"Circle","coordinates":[113,22]}""")]
    [InlineData("17")]
    public void What_is_no_area_is_refused_with_a_reason(string geometry)
    {
        AskedArea.Read(JsonDocument.Parse(geometry).RootElement, 0, out var reason).ShouldBeNull();
        reason.ShouldNotBeEmpty();
    }

    private static List<FeatureRow> Rows(GeometryKind kind) =>
        kind switch { GeometryKind.Point => SampleLayer.Points(5_000), GeometryKind.Line => SampleLayer.Roads(800), _ => SampleLayer.Houses(2_000, spread: 0.2) };

    private static AskedArea Area(string geometry, double buffer) =>
        AskedArea.Read(JsonDocument.Parse(geometry).RootElement, buffer, out var reason).ShouldNotBeNull(reason);

    private static bool Sees(RegionScope scope, RegionCode region) =>
        region.IsRegion ? scope.Covers(region) : scope.Root is { IsRegion: true, DigitLevel: <= RegionLevel.City };
}

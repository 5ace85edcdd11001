using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Geography;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Spatial;

public sealed class RegionLocatorTests
{
    private static readonly RegionCode CountyA = RegionCode.Parse("440703000000");
    private static readonly RegionCode CountyB = RegionCode.Parse("440704000000");
    private static readonly RegionCode Town1 = RegionCode.Parse("440703001000");
    private static readonly RegionCode Town2 = RegionCode.Parse("440703002000");

    [Fact]
    public void The_city_hall_of_the_demo_city_is_in_pengjiang() =>
        City.Atlas.Locator.Locate(new(113.0815, 22.5787)).County.ShouldBe(RegionCode.Parse("440703000000"));

    [Fact]
    public void Every_seat_is_in_its_own_town_and_agrees_with_a_plain_search()
    {
        foreach (var town in City.Atlas.Tree.All.Where(region => region is { Level: RegionLevel.Town, IsSpecialUnit: false }))
            City.Atlas.Locator.Locate(town.Seat).Town.ShouldBe(town.Code, town.Name);
    }

    [Fact]
    public void Agrees_with_a_plain_search_on_random_points()
    {
        var random = new Random(7);
        var towns = City.Atlas.Boundaries.Where(boundary => boundary.Code.DigitLevel is RegionLevel.Town).OrderBy(boundary => boundary.Code).ToArray();
        for (var i = 0; i < 500; i++)
        {
            var point = new LonLat(111.9 + random.NextDouble() * 1.4, 21.4 + random.NextDouble() * 1.5);
            var expected = towns.FirstOrDefault(town => town.Area.Covers(new Point(point.Lon, point.Lat)))?.Code ?? default;
            City.Atlas.Locator.Locate(point).Town.ShouldBe(expected, point.ToString());
        }
    }

    [Fact]
    public void A_shared_border_belongs_to_the_lower_code()
    {
        Small().Locate(new(113.5, 22.5)).Town.ShouldBe(Town1);
        Small().Locate(new(114, 22.1)).County.ShouldBe(CountyA);
    }

    [Fact]
    public void A_point_in_a_county_but_in_no_town_has_its_county()
    {
        var found = Small().Locate(new(113.9, 22.9));
        found.ShouldBe(new LocatedRegion(CountyA, default));
        found.Deepest.ShouldBe(CountyA);
    }

    [Fact]
    public void An_island_belongs_and_a_hole_does_not()
    {
        Small().Locate(new(115.55, 22.05)).County.ShouldBe(CountyB);
        Small().Locate(new(114.5, 22.5)).ShouldBe(default(LocatedRegion));
        Small().Locate(new(114.1, 22.1)).County.ShouldBe(CountyB);
    }

    [Theory]
    [InlineData(double.NaN, 22)]
    [InlineData(113, double.NaN)]
    [InlineData(double.PositiveInfinity, 22)]
    [InlineData(-60, 10)]
    [InlineData(1e300, -1e300)]
    public void Nowhere_is_an_answer(double lon, double lat) =>
        Small().Locate(new(lon, lat)).Deepest.IsRegion.ShouldBeFalse();

    [Fact]
    public void An_empty_atlas_locates_nothing() =>
        RegionAtlas.Empty.Locator.Locate(new(113, 22)).Deepest.IsRegion.ShouldBeFalse();

    // County A: 113–114 with two towns that leave its north-east out; county B: 114–115 with a hole, and an island.
    private static RegionLocator Small()
    {
        Region At(RegionCode code, RegionLevel level, RegionCode? parent) =>
            new(code, "甲", level, "", parent, default, null, "", false, false, "");
        var tree = new RegionTree([
            At(CountyA, RegionLevel.County, null), At(CountyB, RegionLevel.County, null),
            At(Town1, RegionLevel.Town, CountyA), At(Town2, RegionLevel.Town, CountyA)]);
        var hole = Box(114.4, 22.4, 114.6, 22.6);
        return new(tree, [
            new(CountyA, Box(113, 22, 114, 23)),
            new(CountyB, Box(114, 22, 115, 23).Difference(hole).Union(Box(115.5, 22, 115.6, 22.1))),
            new(Town1, Box(113, 22, 113.5, 23)),
            new(Town2, Box(113.5, 22, 113.8, 23))]);
    }

    private static Geometry Box(double west, double south, double east, double north) =>
        new GeometryFactory().ToGeometry(new Envelope(west, east, south, north));
}

using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Tiles;

public sealed class RegionTilesTests
{
    private const uint Polygon = 3;
    private static readonly RegionScope City = RegionScope.Of(RegionCode.Parse("440700000000"));
    private static readonly TileId Overview = Tile(8, 208, 111);

    [Fact]
    public async Task Draws_the_counties_of_the_city_with_code_name_and_level()
    {
        var layer = await LayerAsync("counties", RegionLevel.County, City, Overview);
        (layer.Name, layer.Version, layer.Extent).ShouldBe(("counties", 2u, 4096u));
        layer.Features.Select(feature => (string)feature.Attributes["name"]).Order()
            .ShouldBe(new[] { "蓬江区", "江海区", "新会区", "台山市", "开平市", "鹤山市", "恩平市" }.Order());
        layer.Features.ShouldAllBe(feature => feature.Kind == Polygon && (string)feature.Attributes["level"] == "county");
        layer.Features.ShouldAllBe(feature => feature.Id.ToString("D12") == (string)feature.Attributes["code"]);
    }

    [Theory]
    [InlineData(8, 208, 111)]
    [InlineData(11, 1667, 892)]
    [InlineData(14, 13338, 7137)]
    public async Task Every_ring_stays_near_its_tile_and_every_shell_runs_clockwise(int zoom, int x, int y)
    {
        var layer = await LayerAsync("towns", RegionLevel.Town, City, Tile(zoom, x, y));
        layer.Features.ShouldNotBeEmpty();
        foreach (var feature in layer.Features)
        {
            DecodedTile.Area(feature.Parts[0]).ShouldBePositive();
            feature.Parts.SelectMany(part => part).ShouldAllBe(point => Math.Abs(point.X - 2048) <= 2048 + 72 && Math.Abs(point.Y - 2048) <= 2048 + 72);
        }
    }

    [Fact]
    public async Task A_hole_runs_against_its_shell()
    {
        var factory = new GeometryFactory();
        var layer = new MvtLayer("areas", Tile(6, 52, 27));
        var bounds = Tile(6, 52, 27).Bounds(-0.2);
        var hole = bounds.Copy();
        hole.ExpandBy(-bounds.Width / 4, -bounds.Height / 4);
        layer.Add(1, factory.ToGeometry(bounds).Difference(factory.ToGeometry(hole)), ("some", true), ("number", 1.5), ("count", 7));
        var feature = DecodedTile.Of(layer.Encode()).Layers.Single().Features.Single();
        feature.Parts.Select(part => Math.Sign(DecodedTile.Area(part))).ShouldBe([1, -1]);
        feature.Attributes["some"].ShouldBe(true);
        feature.Attributes["number"].ShouldBe(1.5);
        feature.Attributes["count"].ShouldBe(7L);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_scope_is_all_that_its_holder_gets()
    {
        var town = RegionCode.Parse("440781110000");
        var layer = await LayerAsync("towns", RegionLevel.Town, RegionScope.Of(town), Overview);
        layer.Features.ShouldHaveSingleItem().Attributes["code"].ShouldBe(town.ToString());
        (await Source("counties", RegionLevel.County).TileAsync(RegionScope.Of(town), Overview, default)).ShouldBeNull();
        (await Source("towns", RegionLevel.Town).TileAsync(default, Overview, default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_tile_of_the_far_sea_is_nothing() =>
        (await Source("towns", RegionLevel.Town).TileAsync(City, Tile(8, 0, 0), default)).ShouldBeNull();

    [Fact]
    public async Task Neighbouring_tiles_cover_the_city_once()
    {
        var inside = 0;
        foreach (var (x, y) in new[] { (416, 222), (417, 222), (416, 223), (417, 223), (415, 222), (415, 223) })
            if (await Source("towns", RegionLevel.Town).TileAsync(City, Tile(9, x, y), default) is { } bytes)
                inside += DecodedTile.Of(bytes).Layers.Single().Features.Count;
        inside.ShouldBeGreaterThanOrEqualTo(73);
    }

    [Fact]
    public async Task Coast_and_rivers_are_lines_with_their_kind()
    {
        var bytes = await new BaseTiles(() => Tests.City.Atlas).TileAsync(City, Overview, default);
        var layer = DecodedTile.Of(bytes!.Value).Layers.Single();
        layer.Features.ShouldAllBe(feature => feature.Kind == 2);
        layer.Features.Select(feature => feature.Attributes["kind"]).Distinct().Order().ShouldBe(["coast", "river"]);
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(23, 0, 0)]
    [InlineData(3, 8, 0)]
    [InlineData(3, 0, -1)]
    public void A_tile_outside_the_pyramid_is_no_tile(int zoom, int x, int y) => TileId.TryMake(zoom, x, y, out _).ShouldBeFalse();

    private static RegionTiles Source(string layer, RegionLevel level) => new(layer, level, () => Tests.City.Atlas);

    private static async Task<DecodedTile.Layer> LayerAsync(string layer, RegionLevel level, RegionScope scope, TileId tile) =>
        DecodedTile.Of((await Source(layer, level).TileAsync(scope, tile, default))!.Value).Layers.ShouldHaveSingleItem();

    private static TileId Tile(int zoom, int x, int y) => TileId.TryMake(zoom, x, y, out var tile) ? tile : throw new ArgumentOutOfRangeException(nameof(zoom));
}

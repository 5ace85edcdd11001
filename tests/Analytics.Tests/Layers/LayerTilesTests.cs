using System.Text.Json;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Schema;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Analytics.Tests.Tiles;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;
using CommandCenter.Domain.Status;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Layers;

/// <summary>From memory and from ClickHouse the same bytes come; what they say is held against the rows.</summary>
[Collection(Embedded.Name)]
public sealed class LayerTilesTests(EmbeddedPlace place) : IAsyncLifetime
{
    private static readonly Envelope _square = new(112.9, 113.1, 22.3, 22.5);
    private readonly IClickHouse _clickHouse = place.Open($"layer_tiles_{Guid.NewGuid():N}");

    public Task InitializeAsync() => new SchemaRunner(_clickHouse, SchemaRunner.Files).ApplyAsync(default);

    public Task DisposeAsync()
    {
        _clickHouse.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(GeometryKind.Point)]
    [InlineData(GeometryKind.Line)]
    [InlineData(GeometryKind.Polygon)]
    public async Task Memory_and_ClickHouse_give_the_same_bytes(GeometryKind kind)
    {
        var rows = kind switch { GeometryKind.Point => SampleLayer.Points(30_000), GeometryKind.Line => SampleLayer.Roads(3_000), _ => SampleLayer.Houses(8_000) };
        var (memory, stored) = await SourcesAsync(kind, rows);
        var drawn = 0;
        foreach (var scope in new[] { SampleLayer.City, SampleLayer.County, SampleLayer.Town, default })
            foreach (var zoom in new[] { 0, 3, 9, 11, 13, 16, 20, 22 })
            {
                var tile = SampleLayer.Tile(zoom, 113, 22.4);
                if (kind is not GeometryKind.Point && zoom > 9) tile = SampleLayer.Tile(zoom, 112.93, 22.33);
                var (a, b) = (await memory.TileAsync(scope, tile, default), await stored.TileAsync(scope, tile, default));
                (a is null).ShouldBe(b is null, $"{scope} {tile}");
                if (a is null) continue;
                drawn++;
                a.Value.Length.ShouldBeLessThanOrEqualTo(500_000);
                a.Value.Span.SequenceEqual(b!.Value.Span).ShouldBeTrue($"{scope} {tile}: {a.Value.Length} and {b.Value.Length} bytes");
            }
        drawn.ShouldBeGreaterThan(12);
    }

    [Theory]
    [InlineData(GeometryKind.Point)]
    [InlineData(GeometryKind.Line)]
    [InlineData(GeometryKind.Polygon)]
    public async Task A_filter_leaves_the_same_out_of_both_and_all_that_does_not_pass(GeometryKind kind)
    {
        var noon = new DateTimeOffset(2026, 11, 24, 4, 0, 0, TimeSpan.Zero);
        var rows = (kind switch { GeometryKind.Point => SampleLayer.Points(30_000), GeometryKind.Line => SampleLayer.Roads(1_000), _ => SampleLayer.Houses(4_000) })
            .Select(row => row.Id % 4 == 0 ? row : row with { At = noon.AddMinutes(row.Id) }).ToList();
        var (memory, stored) = await SourcesAsync(kind, rows);
        var some = rows.First(row => row.Class.Length > 0).Class;
        var hours = (noon.AddMinutes(100), noon.AddMinutes(900));
        foreach (var filter in new TileFilter[] { new(some), new(""), new(Severity: WarningColor.Orange), new(Time: hours), new(some, WarningColor.Blue, hours), new("没有这一类"), new("' OR 1 = 1 --") })
            foreach (var scope in new[] { SampleLayer.City, SampleLayer.Town, default })
            {
                var passing = rows.Where(row => (scope.Covers(row.Region) || scope == SampleLayer.City) && (filter.Class ?? row.Class) == row.Class && row.Severity >= filter.Severity
                    && (filter.Time is not var (from, to) || row.At >= from && row.At <= to)).ToList();
                foreach (var zoom in new[] { 5, 9, 12, 15 })
                {
                    var tile = SampleLayer.Tile(zoom, 112.93, 22.33);
                    var (a, b) = (await memory.TileAsync(scope, tile, filter, default), await stored.TileAsync(scope, tile, filter, default));
                    (a is null).ShouldBe(b is null, $"{filter} {scope} {tile}");
                    if (a is not null) a.Value.Span.SequenceEqual(b!.Value.Span).ShouldBeTrue($"{filter} {scope} {tile}: {a.Value.Length} and {b.Value.Length} bytes");
                    if (zoom == 5 && kind is not GeometryKind.Line) (a is null ? 0 : DecodedTile.Of(a.Value).Layers.Single().Features.Sum(Count)).ShouldBe(passing.Count);
                }
            }
    }

    [Fact]
    public void A_time_takes_eight_bytes_an_object_and_nothing_where_none_has_one()
    {
        var rows = SampleLayer.Points(10_000);
        var (without, with) = (FeatureSet.Of(SampleLayer.Version(), GeometryKind.Point, rows), FeatureSet.Of(
            SampleLayer.Version(), GeometryKind.Point, rows.Select(row => row with { At = DateTimeOffset.UnixEpoch.AddMinutes(row.Id) })));
        ((with.Bytes - without.Bytes) / 10_000.0).ShouldBe(8, 0.01);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(14)]
    public async Task The_counts_of_all_tiles_of_a_zoom_add_up_to_what_the_scope_sees(int zoom)
    {
        var rows = SampleLayer.Points(30_000);
        var (memory, _) = await SourcesAsync(GeometryKind.Point, rows);
        foreach (var scope in new[] { SampleLayer.City, SampleLayer.Town })
        {
            var features = new List<DecodedTile.Feature>();
            foreach (var tile in SampleLayer.Tiles(zoom, _square)) features.AddRange(await FeaturesAsync(memory, scope, tile));
            var seen = rows.Where(row => scope.Covers(row.Region) || !row.Region.IsRegion && scope == SampleLayer.City).ToList();
            features.Sum(Count).ShouldBe(seen.Count);
            features.SelectMany(Classes).GroupBy(pair => pair.Key, pair => pair.Value).Where(group => group.Key == "学校").Sum(group => group.Sum())
                .ShouldBeLessThanOrEqualTo(seen.Count(row => row.Class == "学校"));
            features.Max(feature => (long)feature.Attributes["severity"]).ShouldBe(seen.Max(row => (long)row.Severity));
        }
    }

    [Fact]
    public async Task Another_towns_object_is_in_no_tile()
    {
        var rows = SampleLayer.Points(3_000);
        var (memory, stored) = await SourcesAsync(GeometryKind.Point, rows);
        var own = rows.Where(row => row.Region == SampleLayer.TaishanTown).Select(row => (ulong)row.Id).ToHashSet();
        foreach (var source in new ITileSource[] { memory, stored })
        {
            var got = new List<DecodedTile.Feature>();
            foreach (var tile in SampleLayer.Tiles(11, _square)) got.AddRange(await FeaturesAsync(source, SampleLayer.Town, tile));
            got.ShouldAllBe(feature => !feature.Attributes.ContainsKey("count"));
            got.Select(feature => feature.Id).ToHashSet().SetEquals(own).ShouldBeTrue();
            foreach (var zoom in Enumerable.Range(0, 23))
                (await source.TileAsync(default, SampleLayer.Tile(zoom, 113, 22.4), default)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Of_points_side_by_side_the_first_and_those_that_warn_have_room_for_their_names()
    {
        var rows = SampleLayer.Points(3_000);
        var (memory, stored) = await SourcesAsync(GeometryKind.Point, rows);
        foreach (var source in new ITileSource[] { memory, stored })
        {
            var features = new List<DecodedTile.Feature>();
            foreach (var tile in SampleLayer.Tiles(9, _square)) features.AddRange(await FeaturesAsync(source, SampleLayer.City, tile));
            var points = features.Where(feature => !feature.Attributes.ContainsKey("count")).ToList();
            var calm = points.Where(feature => (long)feature.Attributes["severity"] == 0).ToList();
            points.Except(calm).ShouldAllBe(feature => feature.Attributes.ContainsKey("room"));
            calm.Count(feature => feature.Attributes.ContainsKey("room")).ShouldBeInRange(1, calm.Count - 1);
        }
    }

    [Fact]
    public async Task A_point_has_its_attributes_and_a_label_from_zoom_twelve()
    {
        var row = SampleLayer.Row(5, new Point(113, 22.4), SampleLayer.TaishanTown, "学校", Domain.Status.WarningColor.Yellow, "第一中学");
        var source = new MemoryTiles(FeatureSet.Of(SampleLayer.Version(), GeometryKind.Point, [row]));
        var near = (await FeaturesAsync(source, SampleLayer.Town, SampleLayer.Tile(12, 113, 22.4))).ShouldHaveSingleItem();
        (near.Id, near.Kind).ShouldBe((5ul, 1u));
        near.Attributes.ShouldBe(new Dictionary<string, object> { ["class"] = "学校", ["severity"] = 2L, ["label"] = "第一中学", ["room"] = true }, ignoreOrder: true);
        (await FeaturesAsync(source, SampleLayer.Town, SampleLayer.Tile(11, 113, 22.4))).ShouldHaveSingleItem().Attributes.Keys.ShouldNotContain("label");
    }

    [Fact]
    public async Task A_cluster_says_how_many_of_which_class_and_the_worst()
    {
        var rows = Enumerable.Range(1, 5_000).Select(id => SampleLayer.Row(
            id, new Point(113, 22.4), SampleLayer.TaishanTown, $"类{id % 8}", id == 77 ? Domain.Status.WarningColor.Red : default)).ToList();
        var (memory, stored) = await SourcesAsync(GeometryKind.Point, rows);
        foreach (var source in new ITileSource[] { memory, stored })
        {
            var cluster = (await FeaturesAsync(source, SampleLayer.Town, SampleLayer.Tile(22, 113, 22.4))).ShouldHaveSingleItem();
            cluster.Attributes["count"].ShouldBe(5_000L);
            cluster.Attributes["severity"].ShouldBe(4L);
            cluster.Attributes["classes"].ShouldBe("""{"类0":625,"类1":625,"类2":625,"类3":625,"类4":625,"其他":1875}""");
        }
    }

    [Fact]
    public async Task Neighbouring_clusters_lie_in_cells_of_one_grid()
    {
        var (memory, _) = await SourcesAsync(GeometryKind.Point, SampleLayer.Points(30_000));
        var features = await FeaturesAsync(memory, SampleLayer.City, SampleLayer.Tile(11, 113, 22.4));
        var cells = features.Select(feature => (feature.Parts[0][0].X / 256, feature.Parts[0][0].Y / 256)).ToList();
        cells.Distinct().Count().ShouldBe(cells.Count);
        features.ShouldContain(feature => feature.Attributes.ContainsKey("count"));
    }

    private static long Count(DecodedTile.Feature feature) => feature.Attributes.TryGetValue("count", out var count) ? (long)count : 1;

    private static IEnumerable<KeyValuePair<string, long>> Classes(DecodedTile.Feature feature) =>
        feature.Attributes.TryGetValue("classes", out var classes) ? JsonSerializer.Deserialize<Dictionary<string, long>>((string)classes)!
        : feature.Attributes.TryGetValue("class", out var own) ? [new((string)own, 1)] : [];

    private static async Task<IReadOnlyList<DecodedTile.Feature>> FeaturesAsync(ITileSource source, RegionScope scope, TileId tile) =>
        await source.TileAsync(scope, tile, default) is { } bytes ? DecodedTile.Of(bytes).Layers.Single().Features : [];

    private async Task<(MemoryTiles Memory, ClickHouseTiles Stored)> SourcesAsync(GeometryKind kind, IReadOnlyList<FeatureRow> rows)
    {
        var (version, store) = (SampleLayer.Version(), new FeatureQueries(_clickHouse));
        await store.AppendAsync(version, SampleLayer.Stream(rows), "t", default);
        return (new(await store.LoadAsync(version, kind, labels: true, default)), new(_clickHouse, version, kind));
    }
}

using System.Text;
using System.Text.Json;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Schema;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Analytics.Tests.Tiles;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using CommandCenter.Domain.Status;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Layers;

[Collection(Embedded.Name)]
public sealed class EmbeddedFeatureQueriesTests(EmbeddedPlace place) : FeatureQueriesTests(place);

[Collection(OverHttp.Name)]
public sealed class HttpFeatureQueriesTests(HttpPlace place) : FeatureQueriesTests(place);

/// <summary>Objects of a layer in ClickHouse, in memory and on tiles: the same ones, each only in its scope.</summary>
public abstract class FeatureQueriesTests(ClickHousePlace place) : IAsyncLifetime
{
    private const int Points = 5_000;
    private static readonly LayerVersion First = new("schools", 1);
    private static readonly RegionScope City = RegionScope.Of(RegionCode.Parse("440700000000"));
    private static readonly RegionScope Pengjiang = RegionScope.Of(RegionCode.Parse("440703000000"));
    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 4490);
    private readonly IClickHouse _clickHouse = place.Open($"features_{Guid.NewGuid():N}");
    private FeatureQueries _store = null!;

    public async Task InitializeAsync()
    {
        await new SchemaRunner(_clickHouse, SchemaRunner.Files).ApplyAsync(default);
        _store = new(_clickHouse);
        (await _store.AppendAsync(First, Rows(), "first", default)).Rows.ShouldBe(Points);
    }

    public Task DisposeAsync()
    {
        _clickHouse.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_object_comes_back_as_it_was()
    {
        var row = (await _store.FindAsync(City, First, 7, default))!;
        var wanted = Row(7);
        row.Geometry.Coordinate.ShouldBe(wanted.Geometry.Coordinate);
        (row.Id, row.Region, row.Class, row.Severity, row.Label, row.At, row.Height).ShouldBe((7, wanted.Region, wanted.Class, wanted.Severity, wanted.Label, wanted.At, wanted.Height));
        Encoding.UTF8.GetString(row.Properties.Span).ShouldBe(Encoding.UTF8.GetString(wanted.Properties.Span));
    }

    [Fact]
    public async Task Nobody_sees_what_is_outside_the_scope()
    {
        (await _store.CountAsync(City, First, FeatureFilter.All, default)).ShouldBe(Points);
        (await _store.CountAsync(Pengjiang, First, FeatureFilter.All, default)).ShouldBe(Points / 2);
        (await _store.CountAsync(default, First, FeatureFilter.All, default)).ShouldBe(0);
        (await _store.FindAsync(Pengjiang, First, 1, default)).ShouldBeNull();
        (await _store.FindAsync(Pengjiang, First, 2, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Pages_hold_each_object_once_and_filters_take_values_as_they_are()
    {
        var ids = new List<long>();
        for (var after = 0L; ;)
        {
            var page = await _store.PageAsync(City, First, FeatureFilter.All, after, 777, default);
            ids.AddRange(page.Select(row => row.Id));
            if (page.Count < 777) break;
            after = page[^1].Id;
        }
        ids.ShouldBe(Enumerable.Range(1, Points).Select(id => (long)id));

        (await _store.CountAsync(City, First, new(null, [("name", "第 12 所")]), default)).ShouldBe(1);
        (await _store.CountAsync(City, First, new(null, [("pupils", "12")]), default)).ShouldBe(1);
        (await _store.CountAsync(City, First, new(null, [("name", "' OR 1=1 --")]), default)).ShouldBe(0);
        (await _store.CountAsync(City, First, new(null, [("name') OR (1=1", "x")]), default)).ShouldBe(0);
        var box = new Envelope(113.0, 113.01, 22.5, 22.6);
        (await _store.CountAsync(City, First, new(box, []), default)).ShouldBe(Enumerable.Range(1, Points).Count(id => box.Contains(Row(id).Geometry.Coordinate)));
    }

    [Fact]
    public async Task A_time_leaves_out_what_has_none()
    {
        var (from, to) = (DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_010), DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_030));
        (await _store.PageAsync(City, First, new(null, [], (from, to)), 0, 100, default)).Select(row => row.Id).ShouldBe([10L, 15, 20, 25, 30]);
        (await _store.CountAsync(City, First, new(null, [], (DateTimeOffset.MinValue, DateTimeOffset.MaxValue)), default)).ShouldBe(Points / 5);
    }

    [Fact]
    public async Task A_version_is_its_own_and_goes_alone()
    {
        var second = First with { Number = 2 };
        await _store.AppendAsync(second, Some(Row(1), Row(2)), "second", default);
        (await _store.LastVersionAsync(First.Layer, default)).ShouldBe(2);
        (await _store.CountAsync(City, second, FeatureFilter.All, default)).ShouldBe(2);
        await _store.DropAsync(second, default);
        (await _store.CountAsync(City, second, FeatureFilter.All, default)).ShouldBe(0);
        (await _store.CountAsync(City, First, FeatureFilter.All, default)).ShouldBe(Points);
    }

    [Fact]
    public async Task A_batch_that_is_sent_again_counts_once()
    {
        var third = First with { Number = 3 };
        for (var i = 0; i < 2; i++) await _store.AppendAsync(third, Some(Row(1), Row(2)), "third", default);
        (await _store.CountAsync(City, third, FeatureFilter.All, default)).ShouldBe(2);
    }

    [Fact]
    public async Task Tiles_count_every_object_of_the_scope_at_every_zoom()
    {
        var tiles = new LayerTiles(await FeatureIndex.LoadAsync(_store, First, default));
        for (var zoom = 0; zoom <= 14; zoom += 2)
        {
            foreach (var (scope, wanted) in new[] { (City, Points), (Pengjiang, Points / 2) })
            {
                var found = await CountAsync(tiles, scope, zoom);
                found.ShouldBe(wanted, $"zoom {zoom}");
            }
        }
    }

    [Fact]
    public async Task A_cell_tells_its_count_its_worst_and_its_classes()
    {
        var tiles = new LayerTiles(await FeatureIndex.LoadAsync(_store, First, default));
        var features = DecodedTile.Of((await tiles.TileAsync(City, Tile(0, 0, 0), default))!.Value).Layers.Single().Features;
        var cell = features.Single(feature => feature.Attributes.ContainsKey("count"));
        cell.Attributes["count"].ShouldBe((long)Points);
        cell.Attributes["severity"].ShouldBe((long)WarningColor.Orange);
        var classes = JsonSerializer.Deserialize<Dictionary<string, int>>((string)cell.Attributes["classes"])!;
        classes.Values.Sum().ShouldBe(Points);
        classes.Keys.ShouldBe(["小学", "中学"], ignoreOrder: true);
    }

    [Fact]
    public async Task Polygons_are_drawn_largest_first_and_never_beyond_the_bound()
    {
        var version = new LayerVersion("plots", 1);
        async IAsyncEnumerable<FeatureRow> Squares()
        {
            for (var id = 1; id <= 30_000; id++)
            {
                var (lon, lat) = (113 + id % 200 * 1e-4, 22.5 + id / 200 * 1e-4);
                var ring = Enumerable.Range(0, 24).Select(i => new Coordinate(lon + 4e-5 * Math.Cos(i * Math.PI / 12), lat + 4e-5 * Math.Sin(i * Math.PI / 12))).ToList();
                yield return Row(id) with { Geometry = Factory.CreatePolygon([.. ring, ring[0]]) };
            }
            await Task.CompletedTask;
        }
        await _store.AppendAsync(version, Squares(), "plots", default);
        var tiles = new LayerTiles(await FeatureIndex.LoadAsync(_store, version, default));
        TileId.TryMake(13, 6667, 3570, out _).ShouldBeTrue();
        var sizes = new List<int>();
        for (var zoom = 6; zoom <= 16; zoom++)
        {
            var (x, y) = MapSpot.World(113.01, 22.507);
            if (await tiles.TileAsync(City, Tile(zoom, (int)(x >> 32 - zoom), (int)(y >> 32 - zoom)), default) is not { } bytes) continue;
            DecodedTile.Of(bytes).Layers.Single().Features.ShouldAllBe(feature => feature.Kind == 3);
            sizes.Add(bytes.Length);
        }
        sizes.ShouldNotBeEmpty();
        sizes.Max().ShouldBeLessThan(500_000);
    }

    private static async Task<long> CountAsync(LayerTiles tiles, RegionScope scope, int zoom)
    {
        var seen = Enumerable.Range(1, Points).Select(id => Row(id).Geometry.Coordinate).Select(at => MapSpot.World(at.X, at.Y))
            .Select(at => zoom == 0 ? (0, 0) : ((int)(at.X >> 32 - zoom), (int)(at.Y >> 32 - zoom))).Distinct();
        var count = 0L;
        foreach (var (x, y) in seen)
        {
            if (await tiles.TileAsync(scope, Tile(zoom, x, y), default) is not { } bytes) continue;
            bytes.Length.ShouldBeLessThan(500_000);
            foreach (var feature in DecodedTile.Of(bytes).Layers.Single().Features)
                count += feature.Attributes.TryGetValue("count", out var many) ? (long)many : 1;
        }
        return count;
    }

    private static TileId Tile(int zoom, int x, int y) => TileId.TryMake(zoom, x, y, out var tile) ? tile : throw new ArgumentOutOfRangeException(nameof(zoom));

    private static async IAsyncEnumerable<FeatureRow> Rows()
    {
        for (var id = 1; id <= Points; id++) yield return Row(id);
        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<FeatureRow> Some(params FeatureRow[] rows)
    {
        foreach (var row in rows) yield return row;
        await Task.CompletedTask;
    }

    /// <summary>Every second school is in 蓬江区, the others in 台山市; spread over a few kilometres.</summary>
    private static FeatureRow Row(int id) => new(
        id, RegionCode.Parse(id % 2 == 0 ? "440703101000" : "440781110000"), Factory.CreatePoint(new Coordinate(113 + id % 100 * 1e-3 + 5e-5, 22.5 + id / 100 * 1e-3 + 5e-5)),
        Encoding.UTF8.GetBytes($$"""{"name":"第 {{id}} 所","pupils":{{id}}}"""), id % 3 == 0 ? "中学" : "小学", id == 8 ? WarningColor.Orange : WarningColor.None,
        $"第 {id} 所", id % 5 == 0 ? DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000 + id) : null, id % 7);
}

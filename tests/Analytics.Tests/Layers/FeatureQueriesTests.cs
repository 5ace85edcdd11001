using System.Text;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Schema;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;
using CommandCenter.Domain.Status;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Layers;

[Collection(Embedded.Name)]
public sealed class EmbeddedFeatureQueriesTests(EmbeddedPlace place) : FeatureQueriesTests(place);

[Collection(OverHttp.Name)]
public sealed class HttpFeatureQueriesTests(HttpPlace place) : FeatureQueriesTests(place);

public abstract class FeatureQueriesTests(ClickHousePlace place) : IAsyncLifetime
{
    private readonly IClickHouse _clickHouse = place.Open($"features_{Guid.NewGuid():N}");
    private FeatureQueries _store = null!;

    public async Task InitializeAsync()
    {
        await new SchemaRunner(_clickHouse, SchemaRunner.Files).ApplyAsync(default);
        _store = new(_clickHouse);
    }

    public Task DisposeAsync()
    {
        _clickHouse.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_object_comes_back_as_it_was_given()
    {
        var house = SampleLayer.Row(7, SampleLayer.Houses(1)[0].Geometry, SampleLayer.TaishanTown, "住宅", WarningColor.Orange, "老楼", 12.5f) with
        {
            At = new(2026, 11, 24, 8, 0, 0, 250, TimeSpan.Zero),
        };
        await AppendAsync(SampleLayer.Version(), house);
        var found = (await _store.FindAsync(SampleLayer.Town, SampleLayer.Version(), 7, default)).ShouldNotBeNull();
        found.Geometry.EqualsExact(house.Geometry).ShouldBeTrue();
        Encoding.UTF8.GetString(found.Properties.Span).ShouldBe(Encoding.UTF8.GetString(house.Properties.Span));
        (found with { Geometry = house.Geometry, Properties = house.Properties }).ShouldBe(house);
    }

    [Fact]
    public async Task The_same_objects_added_again_after_a_failure_count_once()
    {
        var rows = SampleLayer.Points(60_000);
        await Should.ThrowAsync<IOException>(_store.AppendAsync(SampleLayer.Version(), Failing(rows, 55_000), "once", default));
        (await _store.TotalAsync(SampleLayer.Version(), default)).ShouldBe(50_000);
        (await _store.AppendAsync(SampleLayer.Version(), SampleLayer.Stream(rows), "once", default)).ShouldBe(60_000);
        (await _store.TotalAsync(SampleLayer.Version(), default)).ShouldBe(60_000);
    }

    [Fact]
    public async Task A_dropped_version_is_gone_alone_and_can_be_filled_anew()
    {
        var (first, second) = (new LayerVersion("places", 1), new LayerVersion("places", 2));
        var rows = SampleLayer.Points(100);
        await AppendAsync(first, [.. rows]);
        await AppendAsync(second, [.. rows]);
        await _store.DropAsync(first, default);
        await _store.DropAsync(first, default);
        (await _store.TotalAsync(first, default)).ShouldBe(0);
        (await _store.TotalAsync(second, default)).ShouldBe(100);
        await AppendAsync(first, [.. rows]);
        (await _store.TotalAsync(first, default)).ShouldBe(100);
    }

    [Theory]
    [InlineData("a'); DROP TABLE features; --", 1)]
    [InlineData("Places", 1)]
    [InlineData("places", 0)]
    public async Task A_version_without_a_valid_name_is_refused(string layer, int number) =>
        await Should.ThrowAsync<ArgumentException>(async () => await _store.DropAsync(new(layer, number), default));

    [Fact]
    public async Task A_town_sees_its_own_a_city_also_what_lies_in_no_region()
    {
        await AppendAsync(
            SampleLayer.Version(),
            SampleLayer.Row(1, new Point(112.9, 22.3), SampleLayer.TaishanTown),
            SampleLayer.Row(2, new Point(112.9, 22.3), SampleLayer.PengjiangTown),
            SampleLayer.Row(3, new Point(112.9, 21.3)));
        (await IdsAsync(SampleLayer.City)).ShouldBe([1, 2, 3]);
        (await IdsAsync(SampleLayer.County)).ShouldBe([1]);
        (await IdsAsync(SampleLayer.Town)).ShouldBe([1]);
        (await IdsAsync(default)).ShouldBeEmpty();
        (await _store.FindAsync(SampleLayer.Town, SampleLayer.Version(), 2, default)).ShouldBeNull();
        (await _store.FindAsync(SampleLayer.Town, SampleLayer.Version(), 3, default)).ShouldBeNull();
        (await _store.SummariesAsync(default, [SampleLayer.Version()], default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_follow_each_other_in_the_order_of_ids_within_bounds_and_values()
    {
        var rows = SampleLayer.Points(5_000);
        await AppendAsync(SampleLayer.Version(), [.. rows]);
        var bounds = new Envelope(112.95, 113.05, 22.35, 22.45);
        (string, string)[] wanted = [("floors", "3"), ("open", "true")];
        var expected = rows.Where(row => bounds.Contains(row.Geometry.Coordinate) && row.Id % 5 == 3).Select(row => row.Id).ToList();
        expected.Count.ShouldBeGreaterThan(100);

        var got = new List<long>();
        for (var after = 0L; ;)
        {
            var page = await _store.PageAsync(SampleLayer.City, SampleLayer.Version(), new([bounds], wanted), after, 40, default);
            got.AddRange(page.Select(row => row.Id));
            if (page.Count < 40) break;
            after = page[^1].Id;
        }
        got.ShouldBe(expected);
        (await _store.CountAsync(SampleLayer.City, SampleLayer.Version(), new([bounds], wanted), default)).ShouldBe(expected.Count);
        (await _store.CountAsync(SampleLayer.City, SampleLayer.Version(), new(null, [("name", "第17号")]), default)).ShouldBe(1);
        (await _store.CountAsync(SampleLayer.City, SampleLayer.Version(), new(null, [("name", "' OR 1 = 1 --")]), default)).ShouldBe(0);
        (await _store.CountAsync(SampleLayer.City, SampleLayer.Version(), new(null, [("') OR 1 = 1 --", "")]), default)).ShouldBe(0);
    }

    [Fact]
    public async Task A_polygon_is_found_by_bounds_that_it_reaches_into()
    {
        await AppendAsync(SampleLayer.Version(), SampleLayer.Row(1, new GeometryFactory().ToGeometry(new Envelope(112, 113, 22, 23)), SampleLayer.TaishanTown));
        (await _store.CountAsync(SampleLayer.Town, SampleLayer.Version(), new([new(112.9, 114, 22.9, 24)], []), default)).ShouldBe(1);
        (await _store.CountAsync(SampleLayer.Town, SampleLayer.Version(), new([new(113.1, 114, 22.9, 24)], []), default)).ShouldBe(0);
    }

    [Fact]
    public async Task A_summary_says_how_many_where_and_when_of_what_the_scope_sees()
    {
        var noon = new DateTimeOffset(2026, 11, 24, 4, 0, 0, TimeSpan.Zero);
        var rows = SampleLayer.Points(3_000).Select(row => row.Id % 5 == 0 ? row with { At = noon.AddMinutes(row.Id) } : row).ToList();
        var roads = SampleLayer.Roads(100);
        await AppendAsync(SampleLayer.Version(), [.. rows]);
        await AppendAsync(SampleLayer.Version() with { Number = 2 }, [.. rows.Take(5)]);
        await AppendAsync(new("roads", 2), [.. roads]);
        foreach (var scope in new[] { SampleLayer.City, SampleLayer.Town })
        {
            var seen = rows.Where(row => scope == SampleLayer.City || row.Region == SampleLayer.TaishanTown).ToList();
            var both = await _store.SummariesAsync(scope, [SampleLayer.Version(), new("roads", 2), new("nothing", 7)], default);
            both.Count.ShouldBe(2);
            var summary = both[SampleLayer.Version()];
            summary.Count.ShouldBe(seen.Count);
            summary.Extent!.MinX.ShouldBe(seen.Min(row => row.Geometry.Coordinate.X), 1e-7);
            summary.Extent!.MaxY.ShouldBe(seen.Max(row => row.Geometry.Coordinate.Y), 1e-7);
            summary.Time.ShouldBe((seen.Min(row => row.At)!.Value, seen.Max(row => row.At)!.Value));
            both[new("roads", 2)].Time.ShouldBeNull();
            both[new("roads", 2)].Extent!.MaxX.ShouldBe(roads.Where(row => scope.Covers(row.Region)).Max(row => row.Geometry.EnvelopeInternal.MaxX), 1e-7);
        }
    }

    [Fact]
    public async Task A_time_leaves_out_what_has_none()
    {
        var noon = new DateTimeOffset(2026, 11, 24, 4, 0, 0, TimeSpan.Zero);
        await AppendAsync(SampleLayer.Version(), [.. SampleLayer.Points(50).Select(row => row.Id % 5 == 0 ? row with { At = noon.AddMinutes(row.Id) } : row)]);
        var some = new FeatureFilter(null, [], (noon.AddMinutes(10), noon.AddMinutes(30)));
        (await _store.PageAsync(SampleLayer.City, SampleLayer.Version(), some, 0, 100, default)).Select(row => row.Id).ShouldBe([10L, 15, 20, 25, 30]);
        (await _store.CountAsync(SampleLayer.City, SampleLayer.Version(), new(null, [], (DateTimeOffset.MinValue, DateTimeOffset.MaxValue)), default)).ShouldBe(10);
    }

    [Fact]
    public async Task A_version_is_known_by_its_number_and_its_size()
    {
        (await _store.LastVersionAsync("places", default)).ShouldBe(0);
        await AppendAsync(new("places", 3), [.. SampleLayer.Houses(300)]);
        (await _store.LastVersionAsync("places", default)).ShouldBe(3);
        var set = await _store.LoadAsync(new("places", 3), GeometryKind.Polygon, labels: false, default);
        Enumerable.Range(0, set.Count).ShouldAllBe(index => set.Label(index) == "");
        ((double)await _store.SizeAsync(new("places", 3), default)).ShouldBeInRange(set.Bytes / 2.0, set.Bytes * 2.0);
    }

    [Theory]
    [InlineData(GeometryKind.Point)]
    [InlineData(GeometryKind.Line)]
    [InlineData(GeometryKind.Polygon)]
    public async Task What_is_loaded_equals_what_was_given(GeometryKind kind)
    {
        var rows = kind switch { GeometryKind.Point => SampleLayer.Points(2_000), GeometryKind.Line => SampleLayer.Roads(500), _ => SampleLayer.Houses(500) };
        await AppendAsync(SampleLayer.Version(), [.. rows]);
        var (loaded, given) = (await _store.LoadAsync(SampleLayer.Version(), kind, labels: true, default), FeatureSet.Of(SampleLayer.Version(), kind, rows));
        loaded.Count.ShouldBe(rows.Count);
        loaded.Classes.ShouldBe(given.Classes);
        for (var i = 0; i < loaded.Count; i++)
        {
            (loaded.Id(i), loaded.Class(i), loaded.Severity(i), loaded.Label(i), loaded.Region(i), loaded.Height(i), loaded.At(i), loaded.Position(i))
                .ShouldBe((given.Id(i), given.Class(i), given.Severity(i), given.Label(i), given.Region(i), given.Height(i), given.At(i), given.Position(i)));
            loaded.Geometry(i).EqualsExact(given.Geometry(i)).ShouldBeTrue();
        }
    }

    private async Task<long[]> IdsAsync(RegionScope scope) =>
        [.. (await _store.PageAsync(scope, SampleLayer.Version(), FeatureFilter.All, 0, 100, default)).Select(row => row.Id)];

    private Task AppendAsync(LayerVersion version, params FeatureRow[] rows) =>
        _store.AppendAsync(version, SampleLayer.Stream(rows), Guid.NewGuid().ToString("N"), default);

    private static async IAsyncEnumerable<FeatureRow> Failing(IReadOnlyList<FeatureRow> rows, int at)
    {
        await Task.Yield();
        for (var i = 0; i < at; i++) yield return rows[i];
        throw new IOException("The file broke off.");
    }
}

using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Tests.Tiles;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Layers;
using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;

namespace CommandCenter.Analytics.Tests.Layers;

/// <summary>Lines and polygons in tiles: whatever comes in, what goes out can be drawn.</summary>
public sealed class ShapeTilesTests
{
    [Fact]
    public void Any_polygon_gives_valid_rings_in_any_tile() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => IsSound(seed, RandomArea)).Check(Config.QuickThrowOnFailure.WithMaxTest(120));

    [Fact]
    public void Any_line_gives_lines_in_any_tile() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => IsSound(seed, RandomLine)).Check(Config.QuickThrowOnFailure.WithMaxTest(120));

    [Theory]
    [InlineData(-180, -90, 180, 90)]
    [InlineData(179.9, -1, 180, 1)]
    [InlineData(-180, 84, -179, 90)]
    [InlineData(0, 0, 1e-9, 1e-9)]
    public async Task The_edges_of_the_world_do_no_harm(double west, double south, double east, double north)
    {
        var area = new GeometryFactory().ToGeometry(new Envelope(west, east, south, north));
        FeatureRow[] points = [.. area.Coordinates.Select((at, i) => SampleLayer.Row(i + 1, new Point(at)))];
        MemoryTiles[] sources =
        [
            new(FeatureSet.Of(SampleLayer.Version(), GeometryKind.Polygon, [SampleLayer.Row(1, area)])),
            new(FeatureSet.Of(SampleLayer.Version(), GeometryKind.Line, [SampleLayer.Row(1, area.Boundary)])),
            new(FeatureSet.Of(SampleLayer.Version(), GeometryKind.Point, points)),
        ];
        foreach (var source in sources)
        {
            (await source.TileAsync(SampleLayer.City, SampleLayer.Tile(0, 0, 0), default)).ShouldSatisfyAllConditions(bytes =>
            {
                if (source != sources[1] || area.Area > 1) bytes.ShouldNotBeNull();
            });
            foreach (var corner in area.Coordinates)
                foreach (var zoom in new[] { 0, 1, 5, 14, 20, 22 })
                    if (await source.TileAsync(SampleLayer.City, SampleLayer.Tile(zoom, corner.X, corner.Y), default) is { } bytes) Check(bytes);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(13)]
    [InlineData(15)]
    public async Task A_million_houses_in_one_tile_stay_under_half_a_megabyte_and_all_count(int zoom)
    {
        var set = Crowd.Value;
        var tile = SampleLayer.Tile(zoom, 113.0001, 22.4001);
        var bytes = (await new MemoryTiles(set).TileAsync(SampleLayer.City, tile, default)).ShouldNotBeNull();
        bytes.Length.ShouldBeLessThanOrEqualTo(500_000);
        var features = Check(bytes);
        if (zoom == 10) features.Sum(feature => feature.Attributes.TryGetValue("count", out var count) ? (long)count : 1).ShouldBe(1_000_000);
        else features.Count(feature => !feature.Attributes.ContainsKey("count")).ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public async Task Endless_names_do_not_fill_a_tile()
    {
        var rows = Enumerable.Range(1, 4_000).Select(id => SampleLayer.Row(
            id, new Point(113 + id * 1e-6, 22.4), SampleLayer.TaishanTown, $"{id}{new string('类', 5_000)}", label: $"{id}{new string('名', 5_000)}")).ToList();
        var points = new MemoryTiles(FeatureSet.Of(SampleLayer.Version(), GeometryKind.Point, rows));
        var houses = new MemoryTiles(FeatureSet.Of(SampleLayer.Version(), GeometryKind.Polygon, rows.Select(row => row with { Geometry = row.Geometry.Buffer(0.0001, 2) })));
        foreach (var source in new[] { points, houses })
            (await source.TileAsync(SampleLayer.City, SampleLayer.Tile(14, 113.001, 22.4), default)).ShouldNotBeNull().Length.ShouldBeLessThanOrEqualTo(500_000);
    }

    [Fact]
    public async Task A_house_has_its_attributes_and_a_small_one_becomes_a_square_that_counts_it()
    {
        var row = SampleLayer.Houses(1)[0] with { Label = "老楼", Class = "住宅", Height = 24.5f, Severity = Domain.Status.WarningColor.Red };
        var source = new MemoryTiles(FeatureSet.Of(SampleLayer.Version(), GeometryKind.Polygon, [row]));
        var at = row.Geometry.InteriorPoint;
        var near = Check((await source.TileAsync(SampleLayer.Town, SampleLayer.Tile(17, at.X, at.Y), default)).ShouldNotBeNull()).ShouldHaveSingleItem();
        near.Id.ShouldBe(1ul);
        near.Attributes.ShouldBe(new Dictionary<string, object> { ["class"] = "住宅", ["severity"] = 4L, ["height"] = 24.5, ["label"] = "老楼" }, ignoreOrder: true);
        var far = Check((await source.TileAsync(SampleLayer.Town, SampleLayer.Tile(8, at.X, at.Y), default)).ShouldNotBeNull()).ShouldHaveSingleItem();
        far.Attributes.ShouldBe(new Dictionary<string, object> { ["count"] = 1L, ["severity"] = 4L, ["height"] = 24.5 }, ignoreOrder: true);
    }

    [Fact]
    public void Candidates_are_those_that_a_look_at_every_object_finds()
    {
        var bounds = new Envelope(112.91, 112.93, 22.31, 22.32);
        var houses = FeatureSet.Of(SampleLayer.Version(), GeometryKind.Polygon, SampleLayer.Houses(3_000));
        houses.Candidates(bounds, SampleLayer.Town).Order().ShouldBe(Enumerable.Range(0, houses.Count)
            .Where(i => houses.Region(i) == SampleLayer.TaishanTown && houses.Geometry(i).EnvelopeInternal.Intersects(bounds)));
        var points = FeatureSet.Of(SampleLayer.Version(), GeometryKind.Point, SampleLayer.Points(20_000));
        foreach (var (scope, region) in new[] { (SampleLayer.Town, SampleLayer.TaishanTown), (SampleLayer.City, default) })
            points.Candidates(bounds, scope).Order().ShouldBe(Enumerable.Range(0, points.Count)
                .Where(i => (region == default || points.Region(i) == region) && bounds.Contains(points.Position(i).Lon, points.Position(i).Lat)));
        points.Candidates(bounds, default).ShouldBeEmpty();
        points.IndexOf(17).ShouldNotBeNull().ShouldSatisfyAllConditions(i => points.Id(i).ShouldBe(17));
        points.IndexOf(99_999).ShouldBeNull();
        (points.Bytes / (double)points.Count).ShouldBeLessThan(45); // Labels of some 12 bytes among them.
    }

    /// <summary>A million overlapping houses of 10 to 30 m on 500 m.</summary>
    private static readonly Lazy<FeatureSet> Crowd = new(() =>
    {
        var random = new Random(3);
        var at = Enumerable.Range(0, 1_000_000).Select(_ => (Lon: 113 + 0.005 * random.NextDouble(), Lat: 22.4 + 0.005 * random.NextDouble()))
            .Select(at => (at.Lon, at.Lat, WorldPoint.Of(at.Lon, at.Lat).Spot)).OrderBy(at => at.Spot).ToList();
        var builder = new FeatureSetBuilder(SampleLayer.Version(), GeometryKind.Polygon, at.Count);
        var factory = new GeometryFactory();
        for (var i = 0; i < at.Count; i++)
        {
            var half = 0.00005 + 0.0001 * random.NextDouble();
            builder.Add(at[i].Spot, i + 1, 0, "住宅", 0, $"楼{i}", null, i % 30,
                factory.ToGeometry(new Envelope(at[i].Lon - half, at[i].Lon + half, at[i].Lat - half, at[i].Lat + half)));
        }
        return builder.Finish();
    });

    private static bool IsSound(int seed, Func<Random, double, Geometry> shape)
    {
        var random = new Random(seed);
        var geometry = shape(random, Math.Pow(10, -4 + 5 * random.NextDouble()));
        var kind = geometry.Dimension is Dimension.Surface ? GeometryKind.Polygon : GeometryKind.Line;
        var source = new MemoryTiles(FeatureSet.Of(SampleLayer.Version(), kind, [SampleLayer.Row(1, geometry, height: 3)]));
        for (var zoom = 0; zoom <= TileId.DeepestZoom; zoom++)
        {
            var near = geometry.Coordinates[random.Next(geometry.NumPoints)];
            if (source.TileAsync(SampleLayer.City, SampleLayer.Tile(zoom, near.X, near.Y), default).Result is { } bytes) Check(bytes);
        }
        return true;
    }

    /// <summary>Decodes a tile and holds it against the specification.</summary>
    private static IReadOnlyList<DecodedTile.Feature> Check(ReadOnlyMemory<byte> bytes)
    {
        var layer = DecodedTile.Of(bytes).Layers.ShouldHaveSingleItem();
        (layer.Version, layer.Extent).ShouldBe((2u, 4096u));
        foreach (var feature in layer.Features)
        {
            foreach (var point in feature.Parts.SelectMany(part => part))
                if (Math.Abs(point.X - 2048) > 2048 + 68 || Math.Abs(point.Y - 2048) > 2048 + 68) throw new InvalidDataException($"{point} lies outside.");
            if (feature.Kind == 2 && feature.Parts.Any(part => part.Length < 2)) throw new InvalidDataException("A line of one point.");
            if (feature.Kind == 3) CheckRings(feature.Parts);
        }
        return layer.Features;
    }

    private static void CheckRings(IReadOnlyList<(int X, int Y)[]> parts)
    {
        DecodedTile.Area(parts[0]).ShouldBePositive();
        for (var i = 0; i < parts.Count;)
        {
            var shell = Ring(parts[i++]);
            var holes = new List<LinearRing>();
            while (i < parts.Count && DecodedTile.Area(parts[i]) < 0) holes.Add(Ring(parts[i++]));
            var polygon = new Polygon(shell, [.. holes]);
            if (!polygon.IsValid) throw new InvalidDataException($"Not valid: {polygon}");
        }
    }

    private static LinearRing Ring((int X, int Y)[] ring) => new([.. ring.Append(ring[0]).Select(at => new Coordinate(at.X, at.Y))]);

    /// <summary>Stars with many teeth, some with a hole, some of several overlapping ones.</summary>
    private static Geometry RandomArea(Random random, double size)
    {
        var stars = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Star(random, size)).ToArray();
        var area = UnaryUnionOp.Union(stars);
        return random.Next(2) == 0 ? area : area.Difference(Star(random, size / 2));
    }

    private static Polygon Star(Random random, double size)
    {
        var (lon, lat) = (113 + size * random.NextDouble(), 22 + size * random.NextDouble());
        var count = random.Next(3, random.Next(4, 400));
        var teeth = Enumerable.Range(0, count).Select(i => (Angle: 2 * Math.PI * (i + 0.9 * random.NextDouble()) / count, Radius: size * (0.05 + random.NextDouble()))).ToList();
        Coordinate[] ring = [.. teeth.Select(tooth => new Coordinate(lon + tooth.Radius * Math.Cos(tooth.Angle), lat + tooth.Radius * Math.Sin(tooth.Angle)))];
        return new(new LinearRing([.. ring, ring[0].Copy()]));
    }

    private static LineString RandomLine(Random random, double size) =>
        new([.. Enumerable.Range(0, random.Next(2, 200)).Select(_ => new Coordinate(113 + size * random.NextDouble(), 22 + size * random.NextDouble()))]);
}

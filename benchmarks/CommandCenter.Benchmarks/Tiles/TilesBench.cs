using System.Diagnostics;
using System.Globalization;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Schema;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Benchmarks.Tiles;

/// <summary>How long does a tile of a large layer take, zoom by zoom, from memory and from ClickHouse, beside PostGIS on the same points?
/// Each tile is asked of the three in turn, so that what else the machine does meets all of them.</summary>
internal static class TilesBench
{
    private const int FirstZoom = 8;
    private const int LastZoom = 16;
    private const int MostTiles = 200;
    private const int FewestTiles = 5;
    private const int Warm = 3;
    private static readonly TimeSpan _perZoom = TimeSpan.FromSeconds(40);
    private static readonly RegionScope _city = RegionScope.Of(RegionCode.Parse("440700000000"));

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] args)
    {
        var counts = (args.SkipWhile(arg => arg != "--points").ElementAtOrDefault(1) ?? "1000000").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture));
        var rows = new List<BenchRow>();
        foreach (var count in counts) rows.AddRange(await RunAsync(count));
        return rows;
    }

    private static async Task<List<BenchRow>> RunAsync(int count)
    {
        Say($"{count:N0} points …");
        var points = new TownPoints(RegionFolder.Read(Path.Combine("gis-data", "jiangmen")), count);
        var folder = Directory.CreateTempSubdirectory("command-center-bench-").FullName;
        try
        {
            using var clickHouse = new EmbeddedClickHouse(new() { Path = folder });
            await new SchemaRunner(clickHouse, SchemaRunner.Files).ApplyAsync(CancellationToken.None);
            var (version, store) = (new LayerVersion("places", 1), new FeatureQueries(clickHouse));
            var watch = Stopwatch.StartNew();
            await store.AppendAsync(version, points.RowsAsync(), "bench", CancellationToken.None);
            Say($"  into ClickHouse {watch.Elapsed.TotalSeconds:N1} s");
            watch.Restart();
            var set = await store.LoadAsync(version, GeometryKind.Point, labels: true, CancellationToken.None);
            Say($"  into memory {watch.Elapsed.TotalSeconds:N1} s, {set.Bytes / (double)count:N1} bytes a point");

            watch.Restart();
            await using var postgres = await TunedPostgres.StartAsync();
            await using var postgis = await PostgisTiles.LoadAsync(postgres, points);
            Say($"  into PostGIS {watch.Elapsed.TotalSeconds:N1} s");
            return await MeasureAsync(points, new MemoryTiles(set), new ClickHouseTiles(clickHouse, version, GeometryKind.Point), postgis);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<BenchRow>> MeasureAsync(TownPoints points, ITileSource memory, ITileSource clickHouse, PostgisTiles postgis)
    {
        var rows = new List<BenchRow>();
        for (var zoom = FirstZoom; zoom <= LastZoom; zoom++)
        {
            var random = new Random(zoom);
            var (ours, stored, theirs, clustered) = (new Times(), new Times(), new Times(), 0);
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < Warm + MostTiles && (i < Warm + FewestTiles || watch.Elapsed < _perZoom); i++)
            {
                var tile = points.Tile(random, zoom);
                var areClusters = false;
                await TimeAsync(i < Warm ? null : ours, async () =>
                {
                    var bytes = (await memory.TileAsync(_city, tile, CancellationToken.None))!.Value;
                    areClusters = AreClusters(bytes.Span);
                    return bytes.Length;
                });
                await TimeAsync(i < Warm ? null : stored, async () => (await clickHouse.TileAsync(_city, tile, CancellationToken.None))!.Value.Length);
                await TimeAsync(i < Warm ? null : theirs, () => postgis.TileAsync(_city, tile, areClusters));
                if (i >= Warm && areClusters) clustered++;
            }
            var what = $"{points.Count / 1_000_000.0:0.#} M, z{zoom}";
            var peer = $"PostGIS ST_AsMVT, {theirs.Bytes.Count} tiles, {clustered} of them clusters";
            foreach (var (name, times) in new[] { ("memory", ours), ("ClickHouse", stored) })
            {
                rows.Add(new($"{what} {name}", "a tile, p50", "ms", times.Quantile(0.5), theirs.Quantile(0.5), peer, LowerIsBetter: true));
                rows.Add(new($"{what} {name}", "a tile, p99", "ms", times.Quantile(0.99), theirs.Quantile(0.99), peer, LowerIsBetter: true));
            }
            rows.Add(new(what, "a tile, p50", "bytes", ours.Size, theirs.Size, peer, LowerIsBetter: true));
            Say($"  z{zoom,-3} memory {ours.Quantile(0.5),8:N2} / {ours.Quantile(0.99),8:N2}   ClickHouse {stored.Quantile(0.5),8:N2} / {stored.Quantile(0.99),8:N2}   PostGIS {theirs.Quantile(0.5),9:N2} / {theirs.Quantile(0.99),9:N2} ms");
        }
        return rows;
    }

    /// <summary>Whether a tile has more points than are drawn one by one: its layer has the key <c>count</c> then.</summary>
    private static bool AreClusters(ReadOnlySpan<byte> tile) => tile.IndexOf("count"u8) >= 0;

    private static async Task TimeAsync(Times? times, Func<Task<int>> ask)
    {
        var began = Stopwatch.GetTimestamp();
        var bytes = await ask();
        times?.Milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        times?.Bytes.Add(bytes);
    }

    private static void Say(string text) => Console.WriteLine(text);
}

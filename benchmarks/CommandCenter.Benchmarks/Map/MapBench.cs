using System.Globalization;
using CommandCenter.Benchmarks.Soak;
using CommandCenter.EndToEnd.Host;
using Microsoft.Playwright;

namespace CommandCenter.Benchmarks.Map;

/// <summary>
/// What does it cost a browser to pan over a city with a layer of a million points and 70,000 objects? Bytes of a tile, time in which
/// the page answers nobody, growth of its memory. Frames are not counted: the map is drawn in software here.
/// </summary>
internal static class MapBench
{
    private const int LargestTile = 500_000; // bytes
    private const double Growth = 1; // MB in 100 pans
    private const double Busy = 200; // ms of long tasks a pan
    private const int Lap = 32; // pans until the map is where it began: there its memory is looked at, so that the same ground is on it

    private static readonly string Watch = """
        globalThis.longTasks = [];
        new PerformanceObserver(list => longTasks.push(...list.getEntries().map(entry => entry.duration))).observe({ type: 'longtask', buffered: true });
        """;

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] args)
    {
        int Option(string name, int usual) => int.Parse(args.SkipWhile(arg => arg != name).ElementAtOrDefault(1) ?? $"{usual}", CultureInfo.InvariantCulture);
        var (pans, large, objects) = (Option("--pans", 7 * Lap), Option("--points", 1_000_000), Option("--objects", 70_000));
        var city = new RunningCity { Environment = "Production" };
        var browser = new Browser();
        try
        {
            await browser.InitializeAsync();
            await city.InitializeAsync();
            await BenchLayers.MakeAsync(city, large, objects);
            var rows = new List<BenchRow>();
            foreach (var zoom in (double[])[10.5, 14])
                rows.AddRange(await PanAsync(browser, city, zoom, pans));
            return rows;
        }
        finally
        {
            await browser.DisposeAsync();
            await city.DisposeAsync();
        }
    }

    private static async Task<IEnumerable<BenchRow>> PanAsync(Browser browser, RunningCity city, double zoom, int pans)
    {
        var page = await browser.OpenAsync(city, "staff", 1366, 768);
        await using var _ = page.Context;
        await page.AddInitScriptAsync(Watch);
        var arrived = new List<Task<(int Size, int Sent)>>(); // the map's worker fetches them: the page's own clock does not see them
        page.RequestFinished += (_, request) => { if (request.Url.Contains("/tiles/bench-", StringComparison.Ordinal)) arrived.Add(SizeAsync(request)); };
        await page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"/map?at=113.05,22.50,{zoom}&on={BenchLayers.Objects},{BenchLayers.Large},towns,counties"));
        await page.WaitForSelectorAsync("cc-one-map[data-ready]", new() { State = WaitForSelectorState.Attached, Timeout = 300_000 });
        await page.EvaluateAsync("longTasks.length = 0");
        var heap = new List<(TimeSpan, double)>();
        for (var pan = 1; pan <= pans; pan++)
        {
            // Round and round over the city: a quarter of the view at a time, new ground most of the time.
            var (x, y) = (pan / 8 % 4) switch { 0 => (340, 0), 1 => (0, 190), 2 => (-340, 0), _ => (0, -190) };
            await page.EvaluateAsync("""
                by => new Promise(done => {
                  const { map } = document.querySelector('cc-map');
                  map.once('idle', () => done());
                  map.panBy(by, { duration: 300 });
                })
                """, new[] { x, y });
            if (pan % Lap == 0) heap.Add((TimeSpan.FromMinutes(pan / 100.0), (await PageMemory.ReadAsync(page)).Heap));
        }
        var tasks = await page.EvaluateAsync<double[]>("longTasks");
        var tiles = await Task.WhenAll(arrived);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"zoom {zoom}: {pans} pans, {tiles.Length} tiles, {tiles.Sum(tile => tile.Sent) / 1e6:0.0} MB over the line, {tasks.Length} long tasks, longest {tasks.DefaultIfEmpty().Max():0} ms, heap {string.Join(' ', heap.Select(look => look.Item2.ToString("0.0", CultureInfo.InvariantCulture)))} MB"));
        var name = string.Create(CultureInfo.InvariantCulture, $"zoom {zoom}, {pans} pans");
        var growth = Slope.PerMinute(heap.Skip(1)); // a hundred pans are the minute of this slope
        return
        [
            new(name, "largest tile", "bytes", tiles.Max(tile => tile.Size), LargestTile, "the limit of a tile", LowerIsBetter: true),
            new(name, "mean tile, compressed", "bytes", tiles.Average(tile => tile.Sent), LargestTile, "the limit of a tile", LowerIsBetter: true),
            new(name, "long tasks", "ms/pan", tasks.Sum() / pans, Busy, $"the limit: {Busy} ms", LowerIsBetter: true),
            .. double.IsNaN(growth) ? (BenchRow[])[] : [new(name, "JS heap", "MB/100 pans", growth, Growth, $"the limit: {Growth} MB", LowerIsBetter: true)],
        ];
    }

    /// <summary>Bytes of a tile, and what of it came over the line.</summary>
    private static async Task<(int Size, int Sent)> SizeAsync(IRequest request)
    {
        var sent = (await request.SizesAsync()).ResponseBodySize;
        return (await request.ResponseAsync() is { Status: 200 } answer ? (await answer.BodyAsync()).Length : 0, sent);
    }
}

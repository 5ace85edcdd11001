using System.Diagnostics;
using System.Globalization;
using CommandCenter.EndToEnd.Host;
using Microsoft.Playwright;

namespace CommandCenter.Benchmarks.Soak;

/// <summary>
/// Does anything grow without end while a wall and a desk stay open for a long time, readings come in steadily and the server is
/// killed and restarted three times? Garbage of the pages is collected before each look. The restarts come early, so that the last
/// life of the server is long: ClickHouse's memory fills for about ten minutes before it stays. Slopes are of the second half of a life.
/// </summary>
internal static class SoakBench
{
    private static readonly double[] _lives = [.1, .2, .3, 1]; // when each life of the server ends
    private const double Limit = 1; // MB a minute
    private const double Nodes = 10; // a minute
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] args)
    {
        var minutes = double.Parse(args.SkipWhile(arg => arg != "--minutes").ElementAtOrDefault(1) ?? "10", CultureInfo.InvariantCulture);
        var city = new RunningCity { Environment = "Production" };
        var browser = new Browser();
        var heapFile = Path.Combine(city.DataFolder, "soak-heap");
        city.Settings = [("DOTNET_STARTUP_HOOKS", typeof(SoakBench).Assembly.Location), (StartupHook.FileKey, heapFile)];
        try
        {
            await city.InitializeAsync();
            await browser.InitializeAsync();
            var pages = new Dictionary<string, IPage>
            {
                ["wall"] = await OpenAsync(browser, city, "leader", 1920, 1080, $"/wall/overview?region={RunningCity.City}"),
                ["desk"] = await OpenAsync(browser, city, "staff", 1366, 768, $"/regions/{RunningCity.City}"),
            };
            await using var feed = new SteadyFeed(city);
            await feed.RegisterAsync();
            feed.Start();
            return Rows(await WatchAsync(city, pages, feed, heapFile, TimeSpan.FromMinutes(minutes)));
        }
        finally
        {
            await browser.DisposeAsync();
            await city.DisposeAsync();
        }
    }

    private static async Task<IPage> OpenAsync(Browser browser, RunningCity city, string user, int width, int height, string address)
    {
        var page = await browser.OpenAsync(city, user, width, height);
        await page.GotoAsync(address);
        await page.WaitForSelectorAsync("[data-live]:not([data-stale])");
        return page;
    }

    private static async Task<List<Look>> WatchAsync(RunningCity city, Dictionary<string, IPage> pages, SteadyFeed feed, string heapFile, TimeSpan length)
    {
        var looks = new List<Look>();
        var watch = Stopwatch.StartNew();
        Console.WriteLine(Look.Head);
        for (var life = 0; life < _lives.Length; life++)
        {
            if (life > 0)
            {
                await city.KillAndRestartAsync();
                foreach (var page in pages.Values) await page.WaitForSelectorAsync("html:not([data-link]) [data-live]:not([data-stale])");
            }
            for (var end = length * _lives[life]; watch.Elapsed < end;)
            {
                await Task.Delay(_look);
                var look = new Look(life + 1, watch.Elapsed, feed.Acknowledged,
                    await PageMemory.ReadAsync(pages["wall"]), await PageMemory.ReadAsync(pages["desk"]), ServerMemory.Read(city.Server.ProcessId, heapFile));
                looks.Add(look);
                Console.WriteLine(look);
            }
        }
        return looks;
    }

    private static List<BenchRow> Rows(List<Look> looks)
    {
        var rows = new List<BenchRow>();
        // The wall is one document through all restarts, the desk loads itself anew with each.
        var wall = SecondHalf(looks);
        Row(wall, "the wall through all restarts", "JS heap", "MB/min", Limit, look => look.Wall.Heap);
        Row(wall, "the wall through all restarts", "DOM nodes", "nodes/min", Nodes, look => look.Wall.Nodes);
        Row(wall, "the wall through all restarts", "listeners", "listeners/min", Nodes, look => look.Wall.Listeners);
        foreach (var life in looks.GroupBy(look => look.Life))
        {
            var half = SecondHalf([.. life]);
            var desk = $"the desk, life {life.Key}";
            Row(half, desk, "JS heap", "MB/min", Limit, look => look.Desk.Heap);
            Row(half, desk, "DOM nodes", "nodes/min", Nodes, look => look.Desk.Nodes);
            Row(half, desk, "listeners", "listeners/min", Nodes, look => look.Desk.Listeners);
            var server = $"the server, life {life.Key}";
            Row(half, server, "managed heap", "MB/min", Limit, look => look.Server.Managed);
            Row(half, server, "anonymous memory", "MB/min", Limit, look => look.Server.Anonymous);
            Row(half, server, "resident memory", "MB/min", Limit, look => look.Server.Resident);
        }
        return rows;

        static Look[] SecondHalf(List<Look> all) => [.. all.Skip(all.Count / 2)];

        void Row(Look[] of, string what, string metric, string unit, double limit, Func<Look, double> value)
        {
            var slope = Slope.PerMinute(of.Select(look => (look.At, value(look))));
            if (!double.IsNaN(slope)) rows.Add(new(what, metric, unit, slope, limit, $"the limit: {limit} {unit}", LowerIsBetter: true));
        }
    }
}

/// <summary>Everything measured at one moment.</summary>
internal sealed record Look(int Life, TimeSpan At, long Acknowledged, PageMemory Wall, PageMemory Desk, ServerMemory Server)
{
    public const string Head = "life   time  readings | wall heap  nodes  lstn | desk heap  nodes  lstn | server RSS   anon  managed (MB)";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Life,4} {At,6:mm\\:ss} {Acknowledged,9} | {Wall.Heap,9:0.0} {Wall.Nodes,6} {Wall.Listeners,5} | {Desk.Heap,9:0.0} {Desk.Nodes,6} {Desk.Listeners,5} | {Server.Resident,10:0} {Server.Anonymous,6:0} {Server.Managed,8:0.0}");
}

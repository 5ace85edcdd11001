using System.Diagnostics;
using System.Globalization;
using System.Text;
using CommandCenter.Benchmarks.Soak;
using CommandCenter.EndToEnd.Host;
using Microsoft.Playwright;

namespace CommandCenter.Benchmarks.Map;

/// <summary>
/// What does it cost a browser to look at a city of 250,000 devices while 10,000 of them drive about and tell their place every second?
/// Time of the page's own thread, bytes over the line, growth of its memory; beside a map that is given every object each second.
/// Browser (drawing in software), server and senders share this machine.
/// </summary>
internal static class MapLiveBench
{
    private static readonly (string Name, string At)[] _views = [("the city", "112.75,22.30,8.6"), ("a county", "113.05,22.50,11"), ("streets", "113.0815,22.5787,14.5")];
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(20);

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] args)
    {
        int Option(string name, int usual) => int.Parse(args.SkipWhile(arg => arg != name).ElementAtOrDefault(1) ?? $"{usual}", CultureInfo.InvariantCulture);
        var (objects, moving, minutes) = (Option("--objects", 250_000), Option("--moving", 10_000), Option("--minutes", 10));
        var city = new RunningCity { Environment = "Production" };
        var browser = new Browser();
        try
        {
            await browser.InitializeAsync();
            await city.InitializeAsync();
            var fleet = new Fleet(objects, moving);
            await fleet.RegisterAsync(city.Gateway);
            using var stop = new CancellationTokenSource();
            var driving = fleet.DriveAsync(city.Gateway, stop.Token);
            var rows = new List<BenchRow>();
            var peer = await GivenEverythingAsync(browser, city, objects, moving);
            foreach (var (view, minutesOfView) in _views.Select((view, index) => (view, index == 0 ? minutes : Math.Max(1, minutes / 5))))
                rows.AddRange(await LookAsync(browser, city, view.Name, view.At, minutesOfView, peer));
            await stop.CancelAsync();
            await driving;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{objects:N0} devices, {moving:N0} moving: {fleet.Rate:N0} positions a second were acknowledged"));
            return rows;
        }
        finally
        {
            await browser.DisposeAsync();
            await city.DisposeAsync();
        }
    }

    private static async Task<IEnumerable<BenchRow>> LookAsync(Browser browser, RunningCity city, string view, string at, int minutes, (double Busy, double Bytes) peer)
    {
        var page = await browser.OpenAsync(city, "staff", 1920, 1080);
        await using var _ = page.Context;
        long bytes = 0;
        page.WebSocket += (_, line) => line.FrameReceived += (_, frame) => Interlocked.Add(ref bytes, frame.Text is { } text ? Encoding.UTF8.GetByteCount(text) : frame.Binary!.Length);
        await page.GotoAsync($"/map?at={at}&on=devices,towns,counties");
        await page.WaitForSelectorAsync("cc-one-map[data-ready]", new() { State = WaitForSelectorState.Attached, Timeout = 300_000 });
        await page.WaitForFunctionAsync("() => document.querySelector('cc-map').map.querySourceFeatures('of|devices').length > 0");
        await Task.Delay(_settling);
        var inspector = await InspectAsync(page);
        var (watch, came, busy, cpu) = (Stopwatch.StartNew(), Interlocked.Read(ref bytes), await BusyAsync(inspector), ServerSeconds(city));
        var heap = new List<(TimeSpan, double)>();
        for (var minute = 1; minute <= minutes; minute++)
        {
            await Task.Delay(TimeSpan.FromMinutes(minute) - watch.Elapsed);
            heap.Add((watch.Elapsed, (await PageMemory.ReadAsync(page)).Heap));
        }
        var seconds = watch.Elapsed.TotalSeconds;
        var (perSecond, used, line) = ((await BusyAsync(inspector) - busy) / seconds * 1_000, ServerSeconds(city) - cpu, (Interlocked.Read(ref bytes) - came) / seconds);
        var shown = await page.EvaluateAsync<int[]>("() => { const all = document.querySelector('cc-map').map.querySourceFeatures('of|devices').map(one => one.properties); return [all.length, all.filter(one => one.count).length]; }");
        var growth = Slope.PerMinute(heap.Skip(1));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{view}: {minutes} min, {shown[0]} marks, {shown[1]} of them rings; heap {string.Join(' ', heap.Select(look => look.Item2.ToString("0.0", CultureInfo.InvariantCulture)))} MB"));
        var name = string.Create(CultureInfo.InvariantCulture, $"{view}, {minutes} min");
        return
        [
            new(name, "main thread", "ms/s", perSecond, peer.Busy, "every object given each second", LowerIsBetter: true),
            new(name, "over the line", "bytes/s", line, peer.Bytes, "every object given each second", LowerIsBetter: true),
            new(name, "server CPU", "cores", used / seconds, Environment.ProcessorCount, "the machine", LowerIsBetter: true),
            .. double.IsNaN(growth) ? (BenchRow[])[] : [new(name, "JS heap", "MB/min", growth, 0.1, "flat: 0.1 MB a minute", LowerIsBetter: true)],
        ];
    }

    private static async Task<ICDPSession> InspectAsync(IPage page)
    {
        var inspector = await page.Context.NewCDPSessionAsync(page);
        await inspector.SendAsync("Performance.enable");
        return inspector;
    }

    /// <summary>Seconds in which the page's main thread did something, since it is inspected.</summary>
    private static async Task<double> BusyAsync(ICDPSession inspector) =>
        (await inspector.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
            .First(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();

    private static double ServerSeconds(RunningCity city)
    {
        using var server = Process.GetProcessById(city.Server.ProcessId);
        return server.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>The usual way: one source of all objects, clustered by the same map library, set anew each second with what moved.</summary>
    private static async Task<(double Busy, double Bytes)> GivenEverythingAsync(Browser browser, RunningCity city, int objects, int moving)
    {
        const int Seconds = 30;
        var page = await browser.OpenAsync(city.Address, 1920, 1080);
        await using var _ = page.Context;
        await page.GotoAsync("/login");
        var bytes = await page.EvaluateAsync<double>("""
            async ([objects, moving]) => {
              const maplibre = await import('/lib/maplibre/maplibre-gl.mjs');
              maplibre.setWorkerUrl('/lib/maplibre/maplibre-gl-worker.mjs');
              const place = Object.assign(document.createElement('div'), { style: 'position:fixed;inset:0' });
              document.body.append(place);
              const map = new maplibre.Map({ container: place, center: [112.75, 22.3], zoom: 8.6, style: { version: 8, sources: {}, layers: [] } });
              await new Promise(ready => map.once('load', ready));
              const features = Array.from({ length: objects }, (_, id) => ({
                type: 'Feature', id, properties: { online: true, severity: 0 },
                geometry: { type: 'Point', coordinates: [112 + Math.random() * 1.3, 21.8 + Math.random()] },
              }));
              const data = { type: 'FeatureCollection', features };
              map.addSource('all', { type: 'geojson', data, cluster: true });
              map.addLayer({ id: 'all', type: 'circle', source: 'all' });
              setInterval(() => {
                for (let id = 0; id < moving; id++) features[id].geometry.coordinates[0] += .0001;
                map.getSource('all').setData(data);
              }, 1_000);
              return JSON.stringify(data).length;
            }
            """, new[] { objects, moving });
        await Task.Delay(TimeSpan.FromSeconds(10));
        var inspector = await InspectAsync(page);
        var (busy, watch) = (await BusyAsync(inspector), Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(Seconds));
        return ((await BusyAsync(inspector) - busy) / watch.Elapsed.TotalSeconds * 1_000, bytes);
    }
}

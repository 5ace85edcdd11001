using System.Diagnostics;
using System.Globalization;
using System.Text;
using CommandCenter.Benchmarks.Ingest;
using CommandCenter.Benchmarks.Tiles;

namespace CommandCenter.Benchmarks.Live;

/// <summary>How long from the post of a reading until it is received by every screen that follows the city, with others coming in beside it?
/// ClickHouse is asked as often, however many
/// there are. Screens, senders and server share this machine.</summary>
internal static class LiveBench
{
    private const int Devices = 7_000;
    private const int Warmup = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] args)
    {
        var clients = (args.SkipWhile(arg => arg != "--clients").ElementAtOrDefault(1) ?? "1,100,500,1000").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture));
        var (rate, probes) = (Option(args, "--rate", 5_000), Option(args, "--probes", 20));
        var folder = Directory.CreateTempSubdirectory("command-center-bench-").FullName;
        try
        {
            var load = new IngestLoad(Devices, rate);
            List<BenchRow> rows = [];
            await using var server = await IngestServer.StartAsync(folder);
            await server.RegisterAsync(load);
            using var stop = new CancellationTokenSource();
            var feeding = FeedAsync(server, load, rate, stop.Token);
            double? few = null;
            foreach (var count in clients)
            {
                var (times, questions) = await MeasureAsync(server, count, rate, probes);
                rows.AddRange(times);
                rows.Add(new(times[0].Case, "ClickHouse questions", "1/s", questions, few ??= questions, "the first round: as many", LowerIsBetter: true));
            }
            await stop.CancelAsync();
            await feeding;
            await server.StopAsync();
            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(IReadOnlyList<BenchRow> Rows, double Questions)> MeasureAsync(IngestServer server, int count, int rate, int probes)
    {
        var screens = new List<LightScreen>();
        for (var i = 0; i < count; i++) screens.Add(await server.OpenLightScreenAsync());
        await Task.Delay(2_000);
        var times = new Times();
        var asked = await server.QuestionsAsync();
        var (cpu, bytes, watch) = (server.CpuSeconds(), screens.Sum(screen => screen.Bytes), Stopwatch.StartNew());
        for (var probe = -Warmup; probe < probes; probe++)
        {
            // A value of its own, newer than everything else: what the city's panel shows as its newest reading.
            var value = 20 + (probe + Warmup) / 1_000.0 + count % 997 / 100_000.0;
            var text = value.ToString("0.#####", CultureInfo.InvariantCulture);
            foreach (var screen in screens) screen.Want(Encoding.ASCII.GetBytes($"\"value\":{text}"));
            var posted = Stopwatch.GetTimestamp();
            await server.PostProbeAsync(text);
            for (var began = Stopwatch.GetTimestamp(); screens.Any(screen => screen.SeenAt == 0) && Stopwatch.GetElapsedTime(began) < Patience;) await Task.Delay(5);
            foreach (var screen in screens)
            {
                if (screen.SeenAt == 0) throw new InvalidOperationException($"A screen was not told of {text} within {Patience.TotalSeconds} s.");
                if (probe >= 0) times.Milliseconds.Add(Stopwatch.GetElapsedTime(posted, screen.SeenAt).TotalMilliseconds);
            }
            await Task.Delay(Random.Shared.Next(150, 400));
        }
        var seconds = watch.Elapsed.TotalSeconds;
        var (used, came) = (server.CpuSeconds() - cpu, screens.Sum(screen => screen.Bytes) - bytes);
        var questions = (await server.QuestionsAsync() - asked - 1) / seconds; // without the one for this count
        foreach (var screen in screens) await screen.DisposeAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"{count:N0} screens, {rate:N0}/s beside");
        return (
        [
            new(name, "posted → received, p50", "ms", times.Quantile(0.5), 500, "aim: 500 ms", LowerIsBetter: true),
            new(name, "posted → received, p95", "ms", times.Quantile(0.95), 500, "aim: 500 ms", LowerIsBetter: true),
            new(name, "posted → received, p99", "ms", times.Quantile(0.99), 1_000, "aim: 1 s", LowerIsBetter: true),
            new(name, "server CPU", "cores", used / seconds, Environment.ProcessorCount, "the machine", LowerIsBetter: true),
            new(name, "to each screen", "bytes/s", came / seconds / count, 3_090, "a plain hub, 12 figures at 1 Hz (toolchain)", LowerIsBetter: true),
        ], questions);
    }

    private static async Task FeedAsync(IngestServer server, IngestLoad load, int rate, CancellationToken stop)
    {
        var (watch, sent) = (Stopwatch.StartNew(), 0L);
        while (!stop.IsCancellationRequested)
        {
            foreach (var body in load.Bodies(TimeProvider.System.GetUtcNow(), rate, sent))
            {
                if (stop.IsCancellationRequested) return;
                await server.PostAsync(body, CancellationToken.None);
                sent += IngestLoad.ReadingsPerRequest;
                var due = TimeSpan.FromSeconds((double)sent / rate);
                if (due > watch.Elapsed) await Task.Delay(due - watch.Elapsed, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static int Option(string[] args, string name, int usual) =>
        int.Parse(args.SkipWhile(arg => arg != name).ElementAtOrDefault(1) ?? $"{usual}", CultureInfo.InvariantCulture);
}

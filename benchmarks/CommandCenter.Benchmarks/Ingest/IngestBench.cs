using System.Diagnostics;
using System.Globalization;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Benchmarks.Tiles;

namespace CommandCenter.Benchmarks.Ingest;

/// <summary>
/// Does the running product take a given rate of readings from real HTTP posts, on disk, each once, tagged with its town, in the current
/// state and in every rollup, with rules of alarms on, and how far is ClickHouse behind when they end? What is the highest rate that reaches ClickHouse? Beside it
/// the same rows put into ClickHouse and into PostgreSQL with nothing in between. Server, senders and peers share this machine.
/// </summary>
internal static class IngestBench
{
    private const int Senders = 8;
    private const int Screens = 10;
    private const int RepeatedEvery = 50;
    private const int FloodSeconds = 30;
    private static readonly string[] Rollups = ["region_1m", "region_1h", "region_1d", "device_1h", "device_1d"];

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] args)
    {
        var (devices, rate, seconds) = (Option(args, "--devices", 70_000), Option(args, "--rate", 50_000), Option(args, "--seconds", 60));
        var folder = Directory.CreateTempSubdirectory("command-center-bench-").FullName;
        try
        {
            var load = new IngestLoad(devices, rate);
            var paced = (long)rate * seconds;
            var flood = (long)rate * Math.Min(FloodSeconds, seconds);
            List<BenchRow> rows = [];
            double highest;
            await using (var server = await IngestServer.StartAsync(folder))
            {
                await server.RegisterAsync(load);
                await server.KeepRulesAsync();
                await server.OpenScreensAsync(Screens);
                // Warms the server up, and does not count.
                await FloodAsync(server, load.Bodies(Now().AddHours(-3), 100_000));
                rows.AddRange(await PacedAsync(server, load, rate, seconds, paced));
                highest = flood / await FloodAsync(server, load.Bodies(Now().AddSeconds(10), flood)); // newer than what is known: nothing has to be looked up
                await server.StopAsync();
            }

            await CheckAsync(Path.Combine(folder, "clickhouse"), load, 100_000 + paced + flood);
            var same = load.Rows(Now(), flood).ToList();
            var name = "unpaced, until in ClickHouse";
            rows.Add(new(name, "highest rate held", "readings/s", highest, rate, "the aim"));
            rows.Add(new(name, "highest rate held", "readings/s", highest, await IngestPeers.ClickHouseAsync(Path.Combine(folder, "peer"), load, same), "raw ClickHouse insert of the same rows"));
            rows.Add(new(name, "highest rate held", "readings/s", highest, await IngestPeers.PostgresAsync(load, same), "PostgreSQL COPY, parted by day, one index"));
            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Posts each body when it is due; one in fifty comes twice.</summary>
    private static async Task<IEnumerable<BenchRow>> PacedAsync(IngestServer server, IngestLoad load, int rate, int seconds, long count)
    {
        var bodies = load.Bodies(Now().AddSeconds(5), count);
        var (answers, accepted, next) = (new Times(), 0L, -1);
        var cpu = server.CpuSeconds();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < bodies.Count)
            {
                var due = TimeSpan.FromSeconds((double)i * IngestLoad.ReadingsPerRequest / rate);
                if (due > watch.Elapsed) await Task.Delay(due - watch.Elapsed);
                var taken = await server.PostAsync(bodies[i], CancellationToken.None);
                if (i % RepeatedEvery == 0) taken += await server.PostAsync(bodies[i], CancellationToken.None);
                Interlocked.Add(ref accepted, taken);
                lock (answers) answers.Milliseconds.Add((watch.Elapsed - due).TotalMilliseconds);
            }
        }));
        var took = watch.Elapsed;
        var lag = await server.LagAsync();
        if (accepted != count) throw new InvalidOperationException($"{accepted} of {count} readings were taken as new.");
        var name = $"{rate:N0}/s for {seconds} s, {Screens} screens";
        return
        [
            new(name, "acknowledged", "readings/s", count / took.TotalSeconds, rate, "the rate asked"),
            new(name, "lag at the end", "s", lag.TotalSeconds, 2, "limit: 2 s", LowerIsBetter: true),
            new(name, "due → acknowledged, p99", "ms", answers.Quantile(0.99), 1_000, "limit: 1 s", LowerIsBetter: true),
            new(name, "server CPU", "cores", (server.CpuSeconds() - cpu) / (took + lag).TotalSeconds, Environment.ProcessorCount, "the machine", LowerIsBetter: true),
        ];
    }

    /// <returns>Seconds until all of it is in ClickHouse and its rollups.</returns>
    private static async Task<double> FloodAsync(IngestServer server, List<byte[]> bodies)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (body, cancel) => await server.PostAsync(body, cancel));
        await server.LagAsync();
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Nothing lost, nothing twice, everything in its town and in every rollup.</summary>
    private static async Task CheckAsync(string folder, IngestLoad load, long acknowledged)
    {
        using var clickHouse = new EmbeddedClickHouse(new() { Path = folder });
        async Task Check(string what, string sql, long expected)
        {
            var found = (await clickHouse.QueryAsync(new(sql), row => row.ReadInt64(), default)).Single();
            if (found != expected) throw new InvalidOperationException($"{what}: {found} of {expected}.");
            Console.Error.WriteLine($"{what}: {found:N0} of {expected:N0}");
        }

        await Check("readings", "SELECT toInt64(count()) FROM readings", acknowledged);
        await Check("different readings", "SELECT toInt64(uniqExact(cityHash64(device, metric, ts))) FROM readings", acknowledged);
        await Check("readings in no town", "SELECT toInt64(countIf(region % 1000000 = 0)) FROM readings", 0);
        foreach (var rollup in Rollups) await Check(rollup, $"SELECT toInt64(sum(count)) FROM {rollup}", acknowledged);
        await Check("series in the current state", "SELECT toInt64(uniqExact(device, metric)) FROM latest", load.Series);
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    private static int Option(string[] args, string name, int usual) =>
        int.Parse(args.SkipWhile(arg => arg != name).ElementAtOrDefault(1) ?? $"{usual}", CultureInfo.InvariantCulture);
}

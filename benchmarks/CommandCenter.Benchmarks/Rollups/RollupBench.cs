using System.Diagnostics;
using System.Globalization;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Sensing;
using CommandCenter.Benchmarks.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Benchmarks.Rollups;

/// <summary>
/// How long does it take to say what any type of device measured in any hour in a city, a county, a town, when a hundred million readings
/// lie there; beside the same asked of the readings themselves. Also: series, the start of a server, and bringing an old folder over.
/// </summary>
internal static class RollupBench
{
    private const int Questions = 300;
    private const int RawQuestions = 10;
    private const double LimitMilliseconds = 50;

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] args)
    {
        var readings = long.Parse(Option(args, "--readings") ?? "100000000", CultureInfo.InvariantCulture);
        var days = int.Parse(Option(args, "--days") ?? "21", CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("command-center-bench-");
        try
        {
            List<BenchRow> rows = [];
            using (var clickHouse = new EmbeddedClickHouse(new() { Path = Path.Combine(folder.FullName, "clickhouse") }))
            {
                var many = new ManyReadings(clickHouse, readings, days);
                await many.MakeAsync();
                var watch = Stopwatch.StartNew();
                await many.UpgradeAsync("006_rollups.sql");
                rows.Add(new("bringing an old folder over", "rollups of all readings", "s", watch.Elapsed.TotalSeconds, 600, "limit: 10 minutes", LowerIsBetter: true));
                await many.RestAsync();
                rows.AddRange(await HoursAsync(clickHouse, many));
                await many.UpgradeAsync();
                rows.AddRange(await SeriesAsync(clickHouse, many));
                rows.AddRange(await SizesAsync(clickHouse));
            }

            rows.Add(await StartAsync(folder.FullName, readings, days));
            return rows;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IEnumerable<BenchRow>> HoursAsync(IClickHouse clickHouse, ManyReadings many)
    {
        var rows = new List<BenchRow>();
        var queries = new SeriesQueries(clickHouse);
        foreach (var level in new[] { RegionLevel.City, RegionLevel.County, RegionLevel.Town })
        {
            var random = new Random(7);
            var (ours, before, raw) = (new Times(), new Times(), new Times());
            for (var i = 0; i < Questions; i++)
            {
                var scope = RegionScope.Of(many.Towns[random.Next(many.Towns.Count)].Ancestor(level));
                var type = ManyReadings.Type(random.Next(ManyReadings.Types));
                var hour = ManyReadings.Start.AddHours(random.Next((int)(many.End - ManyReadings.Start).TotalHours));
                var found = await ours.MeasureAsync(async () => (await queries.HourAsync(scope, type, hour, default)).Sum(figure => figure.Count));
                var known = await before.MeasureAsync(() => CountAsync(clickHouse, "sum(count)", "readings_1h", "bucket", scope, type, hour));
                if (known != found) throw new InvalidOperationException($"{found} of {known} readings: {scope.Root} {type} {hour}");
                if (i >= RawQuestions) continue;
                known = await raw.MeasureAsync(() => CountAsync(clickHouse, "count()", "readings", "ts", scope, type, hour));
                if (known != found) throw new InvalidOperationException($"{found} of {known} readings: {scope.Root} {type} {hour}");
            }

            var name = $"one type and hour, {level.ToString().ToLowerInvariant()}";
            rows.Add(new(name, "p95", "ms", ours.Quantile(0.95), LimitMilliseconds, "limit: 50 ms", LowerIsBetter: true));
            rows.Add(new(name, "p50", "ms", ours.Quantile(0.5), raw.Quantile(0.5), "scan of the readings", LowerIsBetter: true));
            rows.Add(new(name, "p95", "ms", ours.Quantile(0.95), raw.Quantile(0.95), "scan of the readings", LowerIsBetter: true));
            rows.Add(new(name, "p95", "ms", ours.Quantile(0.95), before.Quantile(0.95), "the same rollup with the bucket last", LowerIsBetter: true));
        }

        return rows;
    }

    private static async Task<IEnumerable<BenchRow>> SeriesAsync(IClickHouse clickHouse, ManyReadings many)
    {
        var queries = new SeriesQueries(clickHouse);
        var random = new Random(11);
        var (day, whole, region, minutes) = (new Times(), new Times(), new Times(), new Times());
        for (var i = 0; i < Questions; i++)
        {
            var device = random.Next(ManyReadings.Devices);
            var type = device % ManyReadings.Types;
            var metric = ManyReadings.Metric(type, random.Next(ManyReadings.MetricsPerType));
            var city = RegionScope.Of(many.Towns[0].Ancestor(RegionLevel.City));
            var from = ManyReadings.Start.AddHours(random.Next((int)(many.End - ManyReadings.Start).TotalHours - 24));
            var asked = new DeviceSeriesQuestion { Scope = city, Device = ManyReadings.Device(device), Metric = metric, From = from, To = from.AddDays(1) };
            await day.MeasureAsync(() => queries.DeviceAsync(asked, default));
            var all = await whole.MeasureAsync(() => queries.DeviceAsync(asked with { From = ManyReadings.Start, To = ManyReadings.Start.AddDays(90) }, default));
            if (all.Buckets.Count == 0) throw new InvalidOperationException($"{asked.Device} {metric} has no readings.");
            var scope = RegionScope.Of(many.Towns[random.Next(many.Towns.Count)].Ancestor((RegionLevel)random.Next((int)RegionLevel.City, (int)RegionLevel.Town + 1)));
            var over = new RegionSeriesQuestion { Scope = scope, Type = ManyReadings.Type(type), Metric = metric, From = ManyReadings.Start, To = ManyReadings.Start.AddDays(90) };
            await region.MeasureAsync(() => queries.RegionAsync(over, default));
            await minutes.MeasureAsync(() => queries.RegionAsync(over with { From = from, To = from.AddDays(1) }, default));
        }

        return
        [
            Row("a device, one day, from readings", day), Row("a device, three months by hours", whole),
            Row("any region, three months by hours", region), Row("any region, one day by minutes", minutes),
        ];

        static BenchRow Row(string name, Times times) => new(name, "p95", "ms", times.Quantile(0.95), LimitMilliseconds, "limit: 50 ms", LowerIsBetter: true);
    }

    /// <summary>What the tables take on disk, beside the readings.</summary>
    private static async Task<IEnumerable<BenchRow>> SizesAsync(IClickHouse clickHouse)
    {
        var sizes = await clickHouse.QueryAsync(
            new("""
                SELECT table, toFloat64(sum(bytes_on_disk)) / 1e6, toFloat64(sum(rows)) / 1e6
                FROM system.parts
                WHERE active AND database = currentDatabase()
                GROUP BY table
                ORDER BY table
                """),
            row => (Table: row.ReadString(), Megabytes: row.ReadFloat64(), Rows: row.ReadFloat64()), default);
        var readings = sizes.Single(size => size.Table == "readings").Megabytes;
        return sizes.Where(size => size.Megabytes > 1).Select(size =>
            new BenchRow($"{size.Table}, {size.Rows:N1} M rows", "on disk", "MB", size.Megabytes, readings, "the readings", LowerIsBetter: true));
    }

    /// <summary>A server that starts: the current state of every series, and what it must know to count each reading once.</summary>
    private static async Task<BenchRow> StartAsync(string folder, long readings, int days)
    {
        using var clickHouse = new EmbeddedClickHouse(new() { Path = Path.Combine(folder, "clickhouse") });
        var register = new ManyReadings(clickHouse, readings, days).Register();
        var state = new CurrentState(register);
        var watch = Stopwatch.StartNew();
        await using var intake = new TelemetryIntake(new() { Folder = Path.Combine(folder, "spool") }, clickHouse, register, state, TimeProvider.System, Console.Error.WriteLine);
        await intake.StartAsync(default);
        var took = watch.Elapsed.TotalSeconds;
        var known = state.Devices(RegionScope.Of(RegionCode.Parse("440000000000"))).Sum(device => device.Values.Count);
        return new($"start, {known:N0} series known", "until readings are taken", "s", took, 10, "limit: 10 s", LowerIsBetter: true);
    }

    private static async Task<long> CountAsync(IClickHouse clickHouse, string count, string table, string time, RegionScope scope, string type, DateTimeOffset hour) =>
        (await clickHouse.QueryAsync(
            new Sql($$"""
                SELECT metric, toInt64({{count}}){{(table == "readings" ? ", min(value), avg(value), max(value)" : ", min(least), sum(total) / sum(count), max(most)")}}
                FROM {{table}}
                WHERE type = {type:String}
                  AND {{time}} >= {from:DateTime} AND {{time}} < {to:DateTime}
                  AND region >= {first:UInt64} AND region < {end:UInt64}
                GROUP BY metric
                """)
                .With("type", type)
                .With("from", hour)
                .With("to", hour.AddHours(1))
                .With("first", scope.From)
                .With("end", scope.To),
            row => (row.ReadString(), Count: row.ReadInt64(), row.ReadFloat64(), row.ReadFloat64(), row.ReadFloat64()), default)).Sum(row => row.Count);

    private static string? Option(string[] args, string name) => args.SkipWhile(arg => arg != name).ElementAtOrDefault(1);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using CommandCenter.Benchmarks;
using CommandCenter.Benchmarks.Ingest;
using CommandCenter.Benchmarks.Live;
using CommandCenter.Benchmarks.Map;
using CommandCenter.Benchmarks.Rollups;
using CommandCenter.Benchmarks.Soak;
using CommandCenter.Benchmarks.Spatial;
using CommandCenter.Benchmarks.Tiles;
using CommandCenter.Benchmarks.Video;

// NAME [--json FILE] [options of the benchmark]; without a name: the list.
Dictionary<string, (string Question, Func<string[], Task<IReadOnlyList<BenchRow>>> Run)> benchmarks = new()
{
    ["faults"] = ("what is lost or counted twice when processes are killed, lines fail and disks fill; --rounds 100", FaultsBench.RunAsync),
    ["import"] = ("features a second of a 200 MB GeoJSON that become rows of a layer, beside ogr2ogr to GeoPackage, and over HTTP into the running product; --features 500000", ImportBench.RunAsync),
    ["ingest"] = ("a rate of readings over HTTP, on disk, once, in every rollup: lag at the end, the highest rate, beside a raw ClickHouse insert and PostgreSQL COPY; --devices 70000 --rate 50000 --seconds 60", IngestBench.RunAsync),
    ["live"] = ("how long from a posted reading to every screen, with 5,000 readings/s beside; --clients 1,100,500,1000 --rate 5000 --probes 20", LiveBench.RunAsync),
    ["locate"] = ("points a second that get their county and town on one core, beside PostGIS", LocateBench.RunAsync),
    ["map"] = ("what panning over a million points and 70,000 objects costs a browser, beside limits; --pans 224 --points 1000000 --objects 70000", MapBench.RunAsync),
    ["map-live"] = ("what a city of 250,000 devices, 10,000 of them moving every second, costs one browser, beside a map that is given every object; --objects 250000 --moving 10000 --minutes 10", MapLiveBench.RunAsync),
    ["rollup"] = ("how long a rollup of any region, type and hour takes over 100 million readings, beside a scan of them; series, sizes, start; --readings 100000000 --days 21", RollupBench.RunAsync),
    ["soak"] = ("growth a minute of pages and server over --minutes N with live data and three restarts, beside the limit", SoakBench.RunAsync),
    ["spatial"] = ("nearest, within, impact over 50,000 buildings and 70,000 objects, in memory and over HTTP, beside PostGIS", SpatialBench.RunAsync),
    ["tiles"] = ("how long a tile of a large layer takes, from memory and from ClickHouse, beside PostGIS; --points 1000000,10000000", TilesBench.RunAsync),
    ["video"] = ("how long it takes to find cameras by words, class, region, state and nearness over HTTP, beside SQLite LIKE; --cameras 150000", VideoBench.RunAsync),
};

if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var benchmark))
{
    foreach (var (name, (question, _)) in benchmarks) Console.WriteLine($"{name,-10} {question}");
    return args.Length == 0 ? 0 : 1;
}

var rows = await benchmark.Run(args[1..]);
Console.WriteLine($"{"case",-34}{"metric",-26}{"unit",-14}{"ours",14}{"peer",14}  {"ratio",7}  peer is");
foreach (var row in rows)
    Console.WriteLine($"{row.Case,-34}{row.Metric,-26}{row.Unit,-14}{row.Ours,14:N2}{row.Peer,14:N2}  {row.Ratio,7:N2}  {row.PeerName}");

if (args.SkipWhile(arg => arg != "--json").ElementAtOrDefault(1) is { } file)
    await File.WriteAllTextAsync(file, JsonSerializer.Serialize(
        rows.Select(row => new { @case = row.Case, metric = row.Metric, unit = row.Unit, ours = row.Ours, peer = row.Peer, peerName = row.PeerName, ratio = row.Ratio }),
        new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
return 0;

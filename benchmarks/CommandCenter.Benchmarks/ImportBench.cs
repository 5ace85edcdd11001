using System.Diagnostics;
using System.Globalization;
using System.Text;
using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Import.Layers;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Benchmarks;

/// <summary>How fast a large GeoJSON file becomes rows of a layer, checked and placed in their towns, and what that takes of memory,
/// beside ogr2ogr writing the same file to a GeoPackage.</summary>
internal static class ImportBench
{
    private const long Promised = 1L << 30;

    /// <summary>Where rows go: <c>count</c> only counts them.</summary>
    private static readonly Dictionary<string, Func<IAsyncEnumerable<FeatureRow>, Task<long>>> Sinks = new()
    {
        ["count"] = CountAsync,
    };

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] args)
    {
        string Option(string name, string otherwise) => args.SkipWhile(arg => arg != name).ElementAtOrDefault(1) ?? otherwise;
        var features = int.Parse(Option("--features", "500000"), CultureInfo.InvariantCulture);
        var sink = Sinks.GetValueOrDefault(Option("--sink", "count")) ?? throw new ArgumentException($"Sinks: {string.Join(", ", Sinks.Keys)}");
        var folder = Directory.CreateTempSubdirectory("import-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "buildings.geojson");
            var atlas = RegionFolder.Read(Path.Combine("gis-data", "jiangmen"));
            await WriteAsync(file, features, atlas);
            var megabytes = new FileInfo(file).Length / 1e6;

            var watch = Stopwatch.StartNew();
            var draft = await LayerFile.InspectAsync(file, null, new(atlas));
            var looking = watch.Elapsed.TotalSeconds;
            watch.Restart();
            var count = await sink(LayerFile.ReadAsync(file, draft.Reading!, new(atlas), new LeadFields(Label: "名称", Height: "高度")));
            var reading = watch.Elapsed.TotalSeconds;
            var resident = Process.GetCurrentProcess().PeakWorkingSet64;
            if (count != features || draft.BadRows != 0) throw new InvalidOperationException($"{count} rows of {features} came through.");

            var (theirs, theirMemory) = await PeerAsync(folder.FullName, file);
            var name = $"{megabytes:N0} MB, {features:N0} polygons";
            return
            [
                new(name, "reading", "MB/s", megabytes / reading, megabytes / theirs, "ogr2ogr to GeoPackage"),
                new(name, "reading", "features/s", count / reading, features / theirs, "ogr2ogr to GeoPackage"),
                new(name, "preview", "features/s", count / looking, features / theirs, "ogr2ogr to GeoPackage"),
                new(name, "peak resident memory", "MB", resident / 1e6, theirMemory / 1e6, "ogr2ogr to GeoPackage", LowerIsBetter: true),
                new("the same, promised", "peak resident memory", "MB", resident / 1e6, Promised / 1e6, "the limit we promise", LowerIsBetter: true),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<long> CountAsync(IAsyncEnumerable<FeatureRow> rows)
    {
        var count = 0L;
        await foreach (var _ in rows) count++;
        return count;
    }

    /// <summary>Buildings of 7 to 13 corners in the city, some 400 bytes each.</summary>
    private static async Task WriteAsync(string path, int features, RegionAtlas atlas)
    {
        var extent = atlas.Boundary(atlas.Tree.Roots[0].Code)!.Area.EnvelopeInternal;
        var random = new Random(20261124);
        await using var file = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 20);
        await file.WriteAsync("{\"type\":\"FeatureCollection\",\"features\":[");
        for (var i = 0; i < features; i++)
        {
            var (lon, lat, corners) = (extent.MinX + random.NextDouble() * extent.Width, extent.MinY + random.NextDouble() * extent.Height, random.Next(7, 14));
            var ring = Enumerable.Range(0, corners).Select(corner => corner * 2 * Math.PI / corners)
                .Select(angle => string.Create(CultureInfo.InvariantCulture, $"[{lon + Math.Cos(angle) * 2e-4:F8},{lat + Math.Sin(angle) * 2e-4:F8}]")).ToList();
            await file.WriteAsync(string.Create(CultureInfo.InvariantCulture,
                $"{(i == 0 ? "" : ",")}\n{{\"type\":\"Feature\",\"properties\":{{\"名称\":\"第{i}号楼\",\"编号\":\"B{i:D7}\",\"层数\":{i % 33 + 1},\"高度\":{i % 33 * 3 + 3.5},\"用途\":\"住宅\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{string.Join(',', ring)},{ring[0]}]]}}}}"));
        }
        await file.WriteAsync("\n]}\n");
    }

    private static async Task<(double Seconds, double Memory)> PeerAsync(string folder, string file)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start("/usr/bin/ogr2ogr", ["-f", "GPKG", Path.Combine(folder, "peer.gpkg"), file]);
        var memory = 0L;
        while (!process.HasExited)
        {
            process.Refresh();
            if (!process.HasExited) memory = Math.Max(memory, process.PeakWorkingSet64);
            await Task.Delay(50);
        }
        return process.ExitCode == 0 ? (watch.Elapsed.TotalSeconds, memory) : throw new InvalidOperationException("ogr2ogr failed.");
    }
}

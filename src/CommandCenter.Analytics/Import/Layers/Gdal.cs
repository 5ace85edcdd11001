using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>
/// The programs of GDAL as limited children: no shell, arguments as a list, a private folder, an empty environment, one driver
/// beside GeoJSON, no network, and bounds on memory, processor time, files and output. They see only files that we named.
/// </summary>
internal static class Gdal
{
    private const string Limiter = "/usr/bin/prlimit";
    private const string Converter = "ogr2ogr";
    private const string Teller = "ogrinfo";
    private const int LongestAnswer = 4 << 20;
    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> Drivers = [];

    /// <summary>The programs that the formats beside GeoJSON and CSV need.</summary>
    public static bool IsHere(LayerLimits limits) =>
        File.Exists(Limiter) && File.Exists(Path.Combine(limits.GdalFolder, Converter)) && File.Exists(Path.Combine(limits.GdalFolder, Teller));

    /// <summary>The layer as a GeoJSON FeatureCollection in the file's own coordinates, east first. Disposing ends the process.</summary>
    public static ChildOutput Convert(GdalInput input, string? layer, LayerLimits limits) => Start(input, limits, Converter,
        ["-f", "GeoJSON", "-dim", "XY", "-nlt", "CONVERT_TO_LINEAR", "-lco", "COORDINATE_PRECISION=10", "-lco", "WRITE_NAME=NO",
            .. input.OpenOptions.SelectMany(one => (string[])["-oo", one]), "/vsistdout/", input.Name, .. layer is null ? (string[])[] : [layer]]);

    /// <summary>What ogrinfo prints, at most 4 MB of it.</summary>
    public static string Tell(GdalInput input, LayerLimits limits, params string[] arguments)
    {
        using var output = Start(input, limits with { GdalOutput = LongestAnswer, GdalPatience = TimeSpan.FromMinutes(2) }, Teller,
            ["-ro", .. input.OpenOptions.SelectMany(one => (string[])["-oo", one]), .. arguments]);
        using var text = new StreamReader(output);
        return text.ReadToEnd();
    }

    private static ChildOutput Start(GdalInput input, LayerLimits limits, string program, string[] arguments)
    {
        if (!IsHere(limits))
            throw new ImportException(input.File, "", "服务器没有安装 GDAL，暂不能导入 Shapefile、GeoPackage、KML、DXF；请联系管理员安装 gdal-bin，或改用 GeoJSON、CSV", LayerFault.GdalMissing);
        string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
        return Run(input.File, input.Folder, program, limits,
            [$"--as={Number(limits.GdalMemory)}", $"--cpu={Number(limits.GdalSeconds)}", $"--fsize={Number(limits.UnpackedBytes)}", "--nofile=256", "--core=0", Path.Combine(limits.GdalFolder, program), .. arguments],
            new()
            {
                ["LANG"] = "C.UTF-8",
                ["HOME"] = input.Folder,
                ["CPL_TMPDIR"] = input.Folder,
                ["GDAL_DRIVER_PATH"] = "disable",
                ["OGR_SKIP"] = string.Join(',', Drivers.GetOrAdd(limits.GdalFolder, ListDrivers).Where(one => one != input.Driver && one != "GeoJSON")),
                ["GDAL_HTTP_PROXY"] = "127.0.0.1:9",
                ["GDAL_HTTP_TIMEOUT"] = "1",
                ["CPL_VSIL_CURL_ALLOWED_EXTENSIONS"] = ".none",
                ["PROJ_NETWORK"] = "OFF",
                ["GDAL_NUM_THREADS"] = "1",
                ["GDAL_CACHEMAX"] = "64",
                ["LIBKML_RESOLVE_STYLE"] = "NO",
            });
    }

    private static ChildOutput Run(string file, string folder, string program, LayerLimits limits, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Limiter, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try
        {
            return new ChildOutput(file, Path.GetFileName(program), Process.Start(start)!, limits);
        }
        catch (Win32Exception)
        {
            throw new ImportException(file, "", "GDAL 无法启动", LayerFault.GdalFailed);
        }
    }

    /// <summary>Names of all drivers this GDAL has.</summary>
    private static string[] ListDrivers(string programs)
    {
        using var output = Run("gdal", Path.GetTempPath(), Converter, LayerLimits.Default, ["--cpu=30", Path.Combine(programs, Converter), "--formats"], []);
        using var text = new StreamReader(output);
        return [.. text.ReadToEnd().Split('\n').Select(line => line.IndexOf(" -", StringComparison.Ordinal) is > 2 and var at ? line[2..at] : "").Where(name => name.Length > 0)];
    }
}

/// <summary>A file of ours for GDAL to read.</summary>
/// <param name="File">Name of the file as the person knows it, for messages.</param>
/// <param name="Folder">Private folder.</param>
/// <param name="Name">Name in that folder, ours.</param>
/// <param name="Driver">The one driver that may read it.</param>
/// <param name="OpenOptions"><c>NAME=VALUE</c>.</param>
internal sealed record GdalInput(string File, string Folder, string Name, string Driver, IReadOnlyList<string> OpenOptions);

using System.Diagnostics;
using System.Globalization;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Analytics.Tests.Spatial.Coordinates;

/// <summary>Debian's PROJ (package proj-bin), the independent judge of coordinates. Absent, every test that asks it fails.</summary>
internal static class ProjTools
{
    /// <summary>Pairs in the order of axes that the registry gives both systems.</summary>
    public static (double First, double Second)[] Transform(string from, string to, IEnumerable<(double First, double Second)> pairs) =>
        [.. Ask("cs2cs", ["-f", "%.11f", from, to], pairs.Select(pair => Line(pair.First, pair.Second))).Select(row => (row[0], row[1]))];

    /// <summary>Metres on the CGCS2000 ellipsoid.</summary>
    public static double[] Metres(IEnumerable<(LonLat From, LonLat To)> lines) =>
        [.. Ask("geod", ["-I", "-f", "%.9f", "-F", "%.6f", "+a=6378137", "+rf=298.257222101"],
            lines.Select(line => Line(line.From.Lat, line.From.Lon, line.To.Lat, line.To.Lon))).Select(row => row[2])];

    private static string Line(params double[] numbers) => string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

    private static List<double[]> Ask(string tool, string[] arguments, IEnumerable<string> lines)
    {
        var path = $"/usr/bin/{tool}";
        File.Exists(path).ShouldBeTrue($"{path} is missing: apt-get install proj-bin (./test does it)");
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var answer = process.StandardOutput.ReadToEndAsync();
        var complaint = process.StandardError.ReadToEndAsync();
        var asked = 0;
        foreach (var line in lines)
        {
            process.StandardInput.WriteLine(line);
            asked++;
        }
        process.StandardInput.Close();
        process.WaitForExit();
        var rows = answer.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(row => row.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray())
            .ToList();
        rows.Count.ShouldBe(asked, complaint.Result);
        return rows;
    }
}

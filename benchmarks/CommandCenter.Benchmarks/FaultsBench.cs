using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CommandCenter.EndToEnd.Host;
using CommandCenter.Tests.Faults;

namespace CommandCenter.Benchmarks;

/// <summary>How much of what was acknowledged is lost or doubled under each fault? Runs the fault tests with more rounds: the kills
/// of the server with all of them, the other faults with a tenth.</summary>
internal static partial class FaultsBench
{
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] args)
    {
        var rounds = int.Parse(args.SkipWhile(arg => arg != "--rounds").ElementAtOrDefault(1) ?? "100", NumberStyles.None, CultureInfo.InvariantCulture);
        File.Delete(FaultTable.File);
        await TestAsync("Analytics.Tests", Math.Max(1, rounds / 10));
        await TestAsync("EndToEnd", rounds);
        return [.. (await File.ReadAllLinesAsync(FaultTable.File)).Select(line => Counts().Match(line)).Where(match => match.Success).Select(Row)];
    }

    private static BenchRow Row(Match counts)
    {
        var bad = Number(counts, "doubled") + Number(counts, "lost");
        return new(counts.Groups["fault"].Value, $"lost or doubled of {Number(counts, "acknowledged"):N0}, {Number(counts, "rounds")} rounds",
            "rows + 1", bad + 1, 1, "none", LowerIsBetter: true);
    }

    private static async Task TestAsync(string project, int rounds)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            "test", $"tests/{project}", "-c", "Release", "--no-build", "-nologo", "--logger", "console;verbosity=minimal", "--filter", "Category=Fault",
        ])
        {
            WorkingDirectory = ServerProcess.Repository,
        };
        start.Environment["COMMANDCENTER_FAULT_ROUNDS"] = rounds.ToString(CultureInfo.InvariantCulture);
        using var test = Process.Start(start)!;
        await test.WaitForExitAsync();
        if (test.ExitCode != 0) throw new InvalidOperationException($"A fault test of {project} failed.");
    }

    private static long Number(Match counts, string name) => long.Parse(counts.Groups[name].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A(?<fault>.*): rounds=(?<rounds>\d+) acknowledged=(?<acknowledged>\d+) found=\d+ doubled=(?<doubled>\d+) lost=(?<lost>\d+)")]
    private static partial Regex Counts();
}

using System.Globalization;

namespace CommandCenter.Tests.Faults;

/// <summary>One line a fault, in the words all tests share: printed, and added to <c>artifacts/faults.txt</c>, which <c>./test</c> shows
/// near its end. Lost is what was acknowledged, is not found, and nobody was told of.</summary>
public static class FaultTable
{
    private static readonly Lock Gate = new();

    public static string File { get; } = Path.Combine(Root(), "artifacts", "faults.txt");

    /// <summary>How often a test repeats its fault: as the bench says, else as usual.</summary>
    public static int Rounds(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("COMMANDCENTER_FAULT_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : usual;

    /// <summary>Tells what became of a fault: <c>F2 kill -9 during telemetry: rounds=20 …</c>.</summary>
    public static void Tell(string fault, int rounds, long acknowledged, long found, long doubled, long lost, TimeSpan? recovered, string more = "") => Tell(
        string.Create(CultureInfo.InvariantCulture, $"{fault}: rounds={rounds} acknowledged={acknowledged} found={found} doubled={doubled} lost={lost}")
        + (recovered is { } time ? string.Create(CultureInfo.InvariantCulture, $" recovered={time.TotalSeconds:0.0}s") : "")
        + (more.Length > 0 ? " " + more : ""));

    /// <summary>The same, for a line that is written already.</summary>
    public static void Tell(string line)
    {
        Console.WriteLine(line);
        lock (Gate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            System.IO.File.AppendAllText(File, line + "\n");
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "CommandCenter.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}

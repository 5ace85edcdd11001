using System.Globalization;

namespace CommandCenter.Benchmarks.Soak;

/// <summary>What the server process holds, seen from outside.</summary>
/// <param name="Resident">Megabytes in RAM.</param>
/// <param name="Anonymous">Those of them that no file backs: heaps, managed and native.</param>
/// <param name="Managed">Least of the managed heap in use since the last look, so that garbage not yet collected does not count.</param>
internal sealed record ServerMemory(double Resident, double Anonymous, double Managed)
{
    public static ServerMemory Read(int process, string heapFile)
    {
        var smaps = File.ReadAllLines($"/proc/{process}/smaps_rollup");
        double Megabytes(string name) =>
            double.Parse(smaps.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        var heap = File.Exists(heapFile) ? File.ReadAllLines(heapFile).Where(line => line.Length > 0).Select(double.Parse).ToArray() : [];
        File.WriteAllText(heapFile, "");
        return new(Megabytes("Rss:"), Megabytes("Anonymous:"), heap.Length == 0 ? double.NaN : heap.Min() / 1e6);
    }
}

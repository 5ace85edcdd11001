using System.Diagnostics;
using CommandCenter.EndToEnd.Host;

namespace CommandCenter.EndToEnd.Store;

/// <summary>What became of decisions while the server was killed again and again.</summary>
/// <param name="Half">Decisions of which some rows are there and some are not.</param>
/// <param name="Recovered">The longest time from a kill to the next ready line.</param>
internal sealed record DecisionCount(int Rounds, int Acknowledged, int Found, int Doubled, int Lost, int Half, TimeSpan Recovered)
{
    public override string ToString() =>
        $"rounds={Rounds} acknowledged={Acknowledged} found={Found} doubled={Doubled} lost={Lost} half={Half} recovered={Recovered.TotalSeconds:0.0}s";
}

/// <summary>F1: kill -9 of the real server while decisions are written.</summary>
internal static class KilledDecisions
{
    private const int Writers = 4;

    public static async Task<DecisionCount> RunAsync(SmallCity city, int rounds)
    {
        var random = new Random(7);
        var writers = Enumerable.Range(0, Writers)
            .Select(number => new DecisionWriter($"F1-{number}", Path.Combine(city.Folder, $"acknowledged-{number}"))).ToArray();
        var recovered = TimeSpan.Zero;
        var sinceKill = new Stopwatch();
        for (var round = 0; round < rounds; round++)
        {
            await using var server = await city.StartServerAsync();
            if (round > 0 && sinceKill.Elapsed > recovered) recovered = sinceKill.Elapsed;
            using var http = city.Gateway(server.Address);
            using var killed = new CancellationTokenSource();
            var writing = writers.Select(writer => writer.WriteUntilAsync(http, killed.Token)).ToArray();
            await Task.WhenAny(writers.Select(writer => writer.FirstAnswer));
            await Task.Delay(random.Next(10, 400));
            await server.KillAsync();
            sinceKill.Restart();
            await killed.CancelAsync();
            await Task.WhenAll(writing);
        }

        return await CountAsync(city, [.. writers.SelectMany(writer => writer.Acknowledged())], rounds, recovered);
    }

    public static async Task<DecisionCount> CountAsync(SmallCity city, IReadOnlyList<string[]> acknowledged, int rounds, TimeSpan recovered)
    {
        var stored = await StoredDevices.ReadAsync(city);
        var found = stored.ToHashSet();
        var rows = acknowledged.SelectMany(decision => decision).ToList();
        return new(
            rounds, rows.Count, rows.Count(found.Contains), stored.Count - found.Count, rows.Count(row => !found.Contains(row)),
            found.GroupBy(DecisionOf).Count(decision => decision.Count() != DecisionWriter.RowsOfOne), recovered);
    }

    /// <summary>F1-2-37 was written with its four neighbours, F1-2-35 to F1-2-39.</summary>
    private static (string, int) DecisionOf(string row)
    {
        var dash = row.LastIndexOf('-');
        return (row[..dash], int.Parse(row.AsSpan(dash + 1)) / DecisionWriter.RowsOfOne);
    }
}

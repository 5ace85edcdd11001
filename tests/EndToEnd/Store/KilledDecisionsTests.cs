using CommandCenter.EndToEnd.Host;
using CommandCenter.Tests.Faults;

namespace CommandCenter.EndToEnd.Store;

/// <summary>The promise of decisions, tried on the real process: what was acknowledged is there, once and whole.</summary>
[Trait("Category", "Fault")]
public sealed class KilledDecisionsTests(Postgres postgres) : IClassFixture<Postgres>
{
    private static readonly int Rounds = FaultTable.Rounds(4);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Keeps_every_acknowledged_decision_whole_through_kills(string store)
    {
        await using var city = await SmallCity.MakeAsync(await postgres.DatabaseFor(store));
        var count = await KilledDecisions.RunAsync(city, Rounds);
        FaultTable.Tell($"F1 kill -9 during decision writes, {store}: {count}");

        count.Acknowledged.ShouldBeGreaterThan(Rounds * DecisionWriter.RowsOfOne);
        (count.Lost, count.Doubled, count.Half).ShouldBe((0, 0, 0));

        // Each acknowledged decision is in the audit trail, whose chain no kill broke.
        (await city.RunVerbAsync("verify-audit")).ShouldContain("完整");
    }
}

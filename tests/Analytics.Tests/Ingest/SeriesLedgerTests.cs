using CommandCenter.Analytics.Ingest;

namespace CommandCenter.Analytics.Tests.Ingest;

public sealed class SeriesLedgerTests
{
    [Fact]
    public void Never_calls_a_known_time_new_and_never_lets_go_of_one_that_is_not_in_ClickHouse()
    {
        var random = new Random(23);
        for (var round = 0; round < 50; round++)
        {
            var ledger = new SeriesLedger(timesPerSeries: 4);
            var known = new HashSet<long>();
            var flushed = new HashSet<long>();
            for (var step = 0; step < 300; step++)
            {
                long ts = random.Next(100);
                var sighting = ledger.Look("d", "m", ts);
                if (!known.Contains(ts)) sighting.ShouldNotBe(Sighting.Known);
                else if (!flushed.Contains(ts)) sighting.ShouldBe(Sighting.Known);
                else sighting.ShouldNotBe(Sighting.New);

                if (random.Next(3) > 0 && known.Add(ts)) ledger.Add("d", "m", ts).ShouldBeTrue();
                if (random.Next(2) == 0 && known.Except(flushed).FirstOrDefault(-1) is var next and >= 0)
                {
                    ledger.Flushed("d", "m", next);
                    flushed.Add(next);
                }
            }
        }
    }

    [Fact]
    public void What_was_taken_back_is_new_again()
    {
        var ledger = new SeriesLedger(timesPerSeries: 4);
        ledger.Add("d", "m", 5);
        ledger.Remove("d", "m", 5);
        ledger.Look("d", "m", 5).ShouldBe(Sighting.New);
    }

    [Fact]
    public void What_ClickHouse_may_hold_is_late()
    {
        var ledger = new SeriesLedger(timesPerSeries: 4);
        ledger.StartAt("d", "m", 100);
        ledger.Look("d", "m", 100).ShouldBe(Sighting.Late);
        ledger.Look("d", "m", 101).ShouldBe(Sighting.New);
        ledger.Look("d", "other", 100).ShouldBe(Sighting.New);
    }
}

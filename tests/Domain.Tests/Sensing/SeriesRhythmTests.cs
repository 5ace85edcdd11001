using CommandCenter.Domain.Sensing;

namespace CommandCenter.Domain.Tests.Sensing;

public sealed class SeriesRhythmTests
{
    [Theory]
    [InlineData(24)]
    [InlineData(7)]
    [InlineData(144)]
    public void Finds_the_period_below_trend_and_noise_and_beside_what_stands_out(int period)
    {
        var random = new Random(period);
        var values = Enumerable.Range(0, period * 8)
            .Select(i => 0.02 * i + 5 * Math.Sin(2 * Math.PI * i / period) + random.NextDouble() + (i % 61 == 0 ? 40 : 0)).ToList();
        SeriesRhythm.PeriodOf(values).ShouldBe(period);
    }

    [Fact]
    public void Sees_none_in_noise_on_a_line_and_in_what_never_changes()
    {
        var random = new Random(3);
        SeriesRhythm.PeriodOf([.. Enumerable.Range(0, 500).Select(_ => random.NextDouble())]).ShouldBe(0);
        SeriesRhythm.PeriodOf([.. Enumerable.Range(0, 500).Select(i => i * 0.5)]).ShouldBe(0);
        SeriesRhythm.PeriodOf([.. Enumerable.Repeat(4.0, 100)]).ShouldBe(0);
        SeriesRhythm.PeriodOf([1]).ShouldBe(0);
    }

    [Fact]
    public void Does_not_believe_a_rhythm_that_was_seen_twice_only() =>
        SeriesRhythm.PeriodOf([.. Enumerable.Range(0, 48).Select(i => Math.Sin(2 * Math.PI * i / 24))]).ShouldBe(0);
}

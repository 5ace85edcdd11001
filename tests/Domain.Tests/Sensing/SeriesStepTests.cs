using CommandCenter.Domain.Sensing;

namespace CommandCenter.Domain.Tests.Sensing;

public sealed class SeriesStepTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.FromHours(8));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(33, 1)]
    [InlineData(24 * 60, 60)]
    [InlineData(7 * 24 * 60, 600)]
    [InlineData(31 * 24 * 60, 1_800)]
    [InlineData(60 * 24 * 60, 3_600)]
    [InlineData(366 * 24 * 60, 21_600)]
    [InlineData(3_653 * 24 * 60, 172_800)]
    public void A_longer_range_has_longer_buckets_and_never_too_many(int minutes, int seconds)
    {
        var step = SeriesStep.Fitting(Noon.AddMinutes(-minutes), Noon, SeriesStep.Second);
        step.Seconds.ShouldBe(seconds);
        (step.Ceiling(Noon) - step.Floor(Noon.AddMinutes(-minutes))).TotalSeconds.ShouldBeLessThanOrEqualTo((double)SeriesStep.MostBuckets * step.Seconds);
    }

    [Fact]
    public void Is_never_shorter_than_the_shortest_wished_for() =>
        SeriesStep.Fitting(Noon.AddMinutes(-1), Noon, SeriesStep.Hour).ShouldBe(SeriesStep.Hour);

    [Fact]
    public void A_day_begins_at_midnight_in_Beijing()
    {
        SeriesStep.Day.Floor(Noon).ShouldBe(Noon.AddHours(-12));
        SeriesStep.Day.Ceiling(Noon).ShouldBe(Noon.AddHours(12));
        SeriesStep.Day.Ceiling(Noon.AddHours(-12)).ShouldBe(Noon.AddHours(-12));
        SeriesStep.Minute.Floor(Noon.AddSeconds(59)).ShouldBe(Noon);
    }

    [Fact]
    public void An_empty_range_and_one_of_more_than_ten_years_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => SeriesStep.Fitting(Noon, Noon, SeriesStep.Second));
        Should.Throw<ArgumentOutOfRangeException>(() => SeriesStep.Fitting(Noon.AddDays(-3_654), Noon, SeriesStep.Second));
    }
}

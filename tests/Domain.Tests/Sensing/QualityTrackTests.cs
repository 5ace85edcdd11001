using CommandCenter.Domain.Sensing;

namespace CommandCenter.Domain.Tests.Sensing;

public sealed class QualityTrackTests
{
    private const double Minute = 60_000;
    private static readonly TypeMetric Level = new("water_level", LargestStep: 0.5, LongestUnchanged: TimeSpan.FromMinutes(60));
    private readonly QualityTrack _track = new();

    [Fact]
    public void A_spike_is_a_step_and_the_value_after_it_is_good_again()
    {
        Judge(0, 2.0).ShouldBe(ReadingQuality.Good);
        Judge(1, 9.0).ShouldBe(ReadingQuality.Step);
        Judge(2, 2.1).ShouldBe(ReadingQuality.Good);
    }

    [Theory]
    [InlineData(0.1, 2.5, ReadingQuality.Good)]
    [InlineData(0.1, 2.51, ReadingQuality.Step)]
    [InlineData(1, 1.49, ReadingQuality.Step)]
    [InlineData(4, 4.0, ReadingQuality.Good)]
    [InlineData(4, 4.01, ReadingQuality.Step)]
    public void It_may_change_by_the_step_each_minute_and_within_less_than_one_as_far_as_within_one(double minutes, double value, ReadingQuality quality)
    {
        Judge(0, 2.0);
        Judge(minutes, value).ShouldBe(quality);
    }

    [Fact]
    public void A_new_level_is_believed_once_there_was_time_to_reach_it()
    {
        Judge(0, 2.0);
        for (var minute = 1; minute < 6; minute++) Judge(minute, 5.0).ShouldBe(ReadingQuality.Step, $"{minute}");
        Judge(6, 5.0).ShouldBe(ReadingQuality.Good);
    }

    [Fact]
    public void Unchanged_for_too_long_it_is_stuck_until_it_moves()
    {
        for (var minute = 0; minute <= 60; minute += 10) Judge(minute, 2.0).ShouldBe(ReadingQuality.Good, $"{minute}");
        Judge(70, 2.0).ShouldBe(ReadingQuality.Unchanged);
        Judge(80, 2.0).ShouldBe(ReadingQuality.Unchanged);
        Judge(90, 2.1).ShouldBe(ReadingQuality.Good);
        Judge(100, 2.1).ShouldBe(ReadingQuality.Good);
    }

    [Fact]
    public void A_spike_in_between_does_not_end_how_long_it_is_unchanged()
    {
        for (var minute = 0; minute <= 60; minute += 10) Judge(minute, 2.0);
        Judge(65, 50).ShouldBe(ReadingQuality.Step);
        Judge(70, 2.0).ShouldBe(ReadingQuality.Unchanged);
    }

    [Fact]
    public void A_late_reading_is_held_against_the_one_before_it_and_not_against_those_after()
    {
        Judge(0, 2.0);
        Judge(20, 9.0).ShouldBe(ReadingQuality.Good);
        Judge(2, 2.4).ShouldBe(ReadingQuality.Good);
        Judge(3, 8.0).ShouldBe(ReadingQuality.Step);
        Judge(21, 9.2).ShouldBe(ReadingQuality.Good);
    }

    [Fact]
    public void What_came_late_in_between_ends_how_long_the_later_ones_were_unchanged()
    {
        Judge(0, 2.0);
        Judge(40, 2.0);
        Judge(20, 2.1);
        Judge(70, 2.0).ShouldBe(ReadingQuality.Good);
        Judge(101, 2.0).ShouldBe(ReadingQuality.Unchanged);
    }

    [Fact]
    public void Later_than_what_is_remembered_it_cannot_be_told_and_changes_nothing()
    {
        for (var minute = 100; minute < 110; minute++) Judge(minute, 2.0);
        _track.Reaches((long)(50 * Minute)).ShouldBeFalse();
        Judge(50, 30).ShouldBe(ReadingQuality.Good);
        Judge(110, 2.1).ShouldBe(ReadingQuality.Good);
    }

    [Fact]
    public void The_same_reading_again_is_judged_in_the_same_way()
    {
        Judge(0, 2.0);
        Judge(1, 2.2).ShouldBe(ReadingQuality.Good);
        Judge(1, 2.2).ShouldBe(ReadingQuality.Good);
        Judge(2, 9).ShouldBe(ReadingQuality.Step);
        Judge(2, 9).ShouldBe(ReadingQuality.Step);
    }

    [Fact]
    public void What_was_known_before_a_start_is_taken_up()
    {
        _track.Resume((long)(60 * Minute), 2.0, 0);
        Judge(61, 9).ShouldBe(ReadingQuality.Step);
        Judge(62, 2.0).ShouldBe(ReadingQuality.Unchanged);
    }

    [Fact]
    public void Whatever_the_order_in_which_a_few_readings_come_the_last_one_is_judged_alike()
    {
        (double Minute, double Value)[] sent = [(0, 2.0), (1, 2.4), (2, 2.8), (3, 3.2)];
        foreach (var order in new int[][] { [0, 1, 2, 3], [0, 3, 2, 1], [0, 2, 3, 1], [0, 3, 1, 2] })
        {
            var track = new QualityTrack();
            foreach (var i in order) track.Judge((long)(sent[i].Minute * Minute), sent[i].Value, Level).ShouldBe(ReadingQuality.Good, string.Join(' ', order));
            track.Judge((long)(4 * Minute), 3.6, Level).ShouldBe(ReadingQuality.Good);
            track.Judge((long)(5 * Minute), 8, Level).ShouldBe(ReadingQuality.Step);
        }
    }

    private ReadingQuality Judge(double minute, double value) => _track.Judge((long)(minute * Minute), value, Level);
}

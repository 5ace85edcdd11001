using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Tests.Alarms;

public sealed class RuleWatchTests
{
    private static readonly RegionCode City = RegionCode.Parse("440700000000");
    private static readonly RegionCode Town = RegionCode.Parse("440703001000");
    private static readonly RegionCode OtherTown = RegionCode.Parse("440703002000");
    private static readonly AlarmLevel Yellow = new(WarningColor.Yellow, 2.8), Orange = new(WarningColor.Orange, 3.6), Red = new(WarningColor.Red, 4.5);
    private static readonly Metric Level = MetricOf("water_level"), Rain = MetricOf("rainfall_1h"), Lon = MetricOf("lon"), Lat = MetricOf("lat");
    private static readonly Device Gauge = DeviceOf("WL-1", "水位站", Town), RainGauge = DeviceOf("YL-1", "雨量站", Town), FarRain = DeviceOf("YL-2", "雨量站", OtherTown);

    private readonly List<AlarmSignal> _signals = [];
    private RuleWatch _watch = null!;

    [Fact]
    public void Raises_once_while_the_level_stays_above_its_limit()
    {
        Watch(Threshold(Yellow));
        Take(0, 2.7);
        Take(1, 2.8);
        Take(2, 3.4);
        Take(3, 3.0);

        Said().ShouldBe(["1 Yellow 2.8"]);
    }

    [Fact]
    public void Says_when_the_colour_changes_and_when_it_is_over()
    {
        Watch(Threshold(Yellow, Orange, Red));
        foreach (var (minute, value) in new[] { (0, 3.0), (1, 4.6), (2, 3.7), (3, 1.0) }) Take(minute, value);

        Said().ShouldBe(["0 Yellow 3", "1 Red 4.6", "2 Orange 3.7", "3 None 1"]);
    }

    [Fact]
    public void A_limit_below_is_worse_the_lower_the_value()
    {
        Watch(new AlarmCondition.Threshold("water_level", [new(WarningColor.Yellow, 1), new(WarningColor.Red, 0)], IsBelow: true));
        foreach (var (minute, value) in new[] { (0, 1.5), (1, 0.9), (2, -0.2), (3, 1.1) }) Take(minute, value);

        Said().ShouldBe(["1 Yellow 0.9", "2 Red -0.2", "3 None 1.1"]);
    }

    [Fact]
    public void Hysteresis_holds_an_alarm_that_flaps_around_its_limit()
    {
        Watch(new AlarmCondition.Threshold("water_level", [Yellow], Hysteresis: 0.2));
        for (var minute = 0; minute < 100; minute++) Take(minute, minute % 2 == 0 ? 2.81 : 2.79);
        Take(100, 2.59);

        Said().ShouldBe(["0 Yellow 2.81", "100 None 2.59"]);
    }

    [Fact]
    public void A_condition_has_to_hold_as_long_as_the_rule_says()
    {
        Watch(Threshold(Yellow), forSeconds: 300);
        Take(0, 3);
        Take(2, 3);
        Take(3, 2); // it did not hold
        Take(4, 3);
        Take(8, 3);
        _signals.ShouldBeEmpty();
        Take(9, 3.1);

        Said().ShouldBe(["9 Yellow 3.1"]);
    }

    [Fact]
    public void A_condition_that_held_long_enough_is_told_without_another_reading()
    {
        Watch(Threshold(Yellow), forSeconds: 300);
        Take(0, 3);
        _watch.Pass(Minute(4), _signals);
        _signals.ShouldBeEmpty();
        _watch.Pass(Minute(5), _signals);

        Said().ShouldBe(["5 Yellow 3"]);
    }

    [Fact]
    public void An_alarm_is_over_when_the_condition_has_rested_as_long_as_the_rule_says()
    {
        Watch(Threshold(Yellow), restSeconds: 600);
        Take(0, 3);
        for (var minute = 1; minute < 60; minute++) Take(minute, minute % 5 == 0 ? 3 : 2);
        Said().ShouldBe(["0 Yellow 3"]);
        Take(66, 2);

        Said().ShouldBe(["0 Yellow 3", "66 None 2"]);
    }

    [Fact]
    public void A_reading_that_comes_late_changes_nothing()
    {
        Watch(Threshold(Yellow));
        Take(10, 2);
        Take(5, 4);
        Take(10, 4);

        _signals.ShouldBeEmpty();
    }

    [Fact]
    public void A_rise_within_its_time_raises_and_the_same_rise_over_a_longer_time_does_not()
    {
        Watch(new AlarmCondition.Rate("water_level", [new(WarningColor.Orange, 0.5)], Minutes: 60));
        for (var hour = 0; hour < 10; hour++) Take(hour * 60, hour * 0.4);
        _signals.ShouldBeEmpty();
        Take(9 * 60 + 20, 4.125);

        Said().ShouldBe(["560 Orange 4.125"]);
    }

    [Fact]
    public void A_fall_is_told_from_a_rise()
    {
        Watch(new AlarmCondition.Rate("water_level", [new(WarningColor.Blue, 1)], Minutes: 30, IsFall: true));
        Take(0, 1);
        Take(5, 5);
        Take(10, 4);

        Said().ShouldBe(["10 Blue 4"]);
    }

    [Fact]
    public void A_device_that_falls_silent_is_missed_and_its_alarm_ends_with_its_next_word()
    {
        Watch(new AlarmCondition.Missing(WarningColor.Blue, Minutes: 15));
        Take(0, 1);
        _watch.Pass(Minute(14), _signals);
        _signals.ShouldBeEmpty();
        _watch.Pass(Minute(15), _signals);
        _watch.Pass(Minute(30), _signals);
        Take(31, 1);

        _signals.Select(signal => (signal.At, signal.Color)).ShouldBe([(Minute(15), WarningColor.Blue), (Minute(31), WarningColor.None)]);
    }

    [Fact]
    public void A_missing_metric_is_missed_though_others_come()
    {
        Watch(new AlarmCondition.Missing(WarningColor.Blue, Minutes: 15, Metric: "water_level"));
        Take(0, 1);
        for (var minute = 1; minute <= 20; minute++) Take(minute, 5, Rain);
        _watch.Pass(Minute(20), _signals);

        _signals.Single().Color.ShouldBe(WarningColor.Blue);
    }

    [Fact]
    public void A_device_that_leaves_its_area_raises_and_is_well_again_inside()
    {
        Watch(new AlarmCondition.Fence(WarningColor.Red, [new(113, 22), new(114, 22), new(114, 23), new(113, 23)]));
        Move(0, 113.5, 22.5);
        _signals.ShouldBeEmpty();
        Move(1, 114.1, 22.5);
        Move(2, 113.9, 22.9);

        _signals.Select(signal => signal.Color).ShouldBe([WarningColor.Red, WarningColor.None]);
    }

    [Fact]
    public void Half_a_position_decides_nothing()
    {
        Watch(new AlarmCondition.Fence(WarningColor.Red, [new(113, 22), new(114, 22), new(114, 23), new(113, 23)]));
        Move(0, 113.9, 22.5);
        Take(1, 115, Lon);

        _signals.ShouldBeEmpty();
    }

    [Fact]
    public void Rain_and_level_raise_together_in_whatever_order_they_come()
    {
        Watch(RainAndLevel());
        Take(0, 3);
        _signals.ShouldBeEmpty();
        Take(1, 35, Rain, RainGauge);
        Said().ShouldBe(["1 Yellow 3"]);
        Take(2, 0, Rain, RainGauge);

        _signals.Select(signal => signal.Color).ShouldBe([WarningColor.Yellow, WarningColor.None]);
    }

    [Fact]
    public void Rain_in_another_town_is_not_around()
    {
        Watch(RainAndLevel());
        Take(0, 3);
        Take(1, 80, Rain, FarRain);

        _signals.ShouldBeEmpty();
    }

    [Fact]
    public void Rain_of_an_hour_ago_counts_no_more()
    {
        Watch(RainAndLevel());
        Take(0, 80, Rain, RainGauge);
        _watch.Pass(Minute(61), _signals);
        Take(62, 3);

        _signals.ShouldBeEmpty();
    }

    [Fact]
    public void Any_of_several_raises_with_the_worst_colour()
    {
        Watch(new AlarmCondition.Any([new AlarmCondition.Threshold("water_level", [Yellow]), new AlarmCondition.Threshold("rainfall_1h", [new(WarningColor.Red, 80)])]));
        Take(0, 3);
        Take(1, 90, Rain);
        Take(2, 0, Rain);

        _signals.Select(signal => signal.Color).ShouldBe([WarningColor.Yellow, WarningColor.Red, WarningColor.Yellow]);
    }

    [Fact]
    public void Other_types_departments_and_regions_are_not_watched()
    {
        _watch = new(Rule(Threshold(Yellow)) with { Type = "雨量站" });
        Take(0, 9);
        _watch = new(Rule(Threshold(Yellow)) with { Department = "交通" });
        Take(0, 9);
        _watch = new(Rule(Threshold(Yellow)) with { Region = OtherTown });
        Take(0, 9);

        _signals.ShouldBeEmpty();
    }

    [Fact]
    public void An_alarm_taken_up_after_a_start_is_not_raised_again_and_ends()
    {
        Watch(Threshold(Yellow));
        _watch.Resume(Gauge, WarningColor.Yellow);
        Take(0, 3);
        _signals.ShouldBeEmpty();
        Take(1, 1);

        Said().ShouldBe(["1 None 1"]);
    }

    [Fact]
    public void A_silent_device_taken_up_after_a_start_stays_missed()
    {
        Watch(new AlarmCondition.Missing(WarningColor.Blue, Minutes: 15));
        _watch.Resume(Gauge, WarningColor.Blue);
        _watch.Pass(Minute(5), _signals);
        _signals.ShouldBeEmpty();
        Take(6, 1);

        _signals.Single().Color.ShouldBe(WarningColor.None);
    }

    [Fact]
    public void A_device_that_is_forgotten_ends_its_alarm()
    {
        Watch(Threshold(Yellow));
        Take(0, 3);
        _watch.Forget(Gauge.Id, Minute(1), _signals);

        _signals.Select(signal => signal.Color).ShouldBe([WarningColor.Yellow, WarningColor.None]);
    }

    [Fact]
    public void A_doubtful_reading_raises_nothing_and_says_that_the_device_is_not_silent()
    {
        Watch(new AlarmCondition.Any([Threshold(Yellow), new AlarmCondition.Missing(WarningColor.Red, 10)]));
        Take(0, 2);
        Take(8, 9, quality: ReadingQuality.Step);
        _watch.Pass(Minute(17), _signals);
        _signals.ShouldBeEmpty();
        _watch.Pass(Minute(18), _signals);

        _signals.ShouldHaveSingleItem().Color.ShouldBe(WarningColor.Red);
    }

    /// <summary>Whatever is measured, an alarm begins with a colour, ends with none, and never begins twice.</summary>
    [Fact]
    public void Signals_of_a_device_never_repeat_a_colour()
    {
        var random = new Random(7);
        _watch = new(Rule(new AlarmCondition.Threshold("water_level", [Yellow, Orange, Red], Hysteresis: 0.3)) with { ForSeconds = 90, RestSeconds = 120 });
        for (var minute = 0; minute < 20_000; minute++)
        {
            Take(minute, random.NextDouble() * 6);
            if (random.Next(4) == 0) _watch.Pass(Minute(minute), _signals);
        }

        _signals.Count.ShouldBeGreaterThan(1_000);
        _signals[0].Color.ShouldNotBe(WarningColor.None);
        for (var i = 1; i < _signals.Count; i++) _signals[i].Color.ShouldNotBe(_signals[i - 1].Color);
    }

    private static AlarmCondition.Threshold Threshold(params AlarmLevel[] levels) => new("water_level", levels);

    private static AlarmCondition RainAndLevel() => new AlarmCondition.All(
        [Threshold(Yellow), new AlarmCondition.Around("rainfall_1h", [new(WarningColor.Blue, 30)], RegionLevel.Town, Minutes: 60)]);

    private static AlarmRule Rule(AlarmCondition condition) => new("r", "规则", City, null, null, condition, 0, 0, 0, true, "");

    private void Watch(AlarmCondition condition, int forSeconds = 0, int restSeconds = 0) =>
        _watch = new(Rule(condition) with { ForSeconds = forSeconds, RestSeconds = restSeconds });

    private static long Minute(int minute) => minute * 60_000L;

    private void Take(int minute, double value, Metric? metric = null, Device? device = null, ReadingQuality quality = default) =>
        _watch.Take(new(device ?? Gauge, metric ?? Level, Minute(minute), value, null, quality), Minute(minute), _signals);

    private void Move(int minute, double lon, double lat)
    {
        Take(minute, lon, Lon);
        Take(minute, lat, Lat);
    }

    private string[] Said() => [.. _signals.Select(signal => FormattableString.Invariant($"{signal.At / 60_000} {signal.Color} {signal.Value}"))];

    private static Metric MetricOf(string key) => new(key, key, "", -1_000, 1_000, []);

    private static Device DeviceOf(string id, string type, RegionCode region) => new(id, id, type, "水利", new(113, 22.5), region, IsIllustrative: false);
}

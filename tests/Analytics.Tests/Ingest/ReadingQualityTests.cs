using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Sensing;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Tests.Ingest;

[Collection(Embedded.Name)]
public sealed class EmbeddedReadingQualityTests(EmbeddedPlace place) : ReadingQualityTests(place);

[Collection(OverHttp.Name)]
public sealed class HttpReadingQualityTests(HttpPlace place) : ReadingQualityTests(place);

/// <summary>Readings that break a quality rule of their type: kept, counted, marked, and believed by nobody.</summary>
public abstract class ReadingQualityTests(ClickHousePlace place) : IAsyncLifetime
{
    private static readonly RegionScope City = RegionScope.Of(RegionCode.Parse("440700000000"));
    private readonly IClickHouse _clickHouse = place.Open("quality_tests");
    private IntakeCity _city = null!;

    public async Task InitializeAsync()
    {
        _city = await IntakeCity.OpenAsync(_clickHouse);
        _city.Types = [Sample.Gauge with { Metrics = [new("water_level", -5, 60, LargestStep: 0.5, LongestUnchanged: TimeSpan.FromHours(6))] }];
        await _city.RestartAsync();
    }

    public async Task DisposeAsync()
    {
        await _city.DisposeAsync();
        _clickHouse.Dispose();
    }

    [Fact]
    public async Task A_spike_is_kept_and_counted_and_is_neither_the_current_value_nor_an_alarm()
    {
        (await _city.PostAsync(At(10, 2.0), At(5, 9.0))).ShouldBe(new IngestReceipt(2, 0));

        (await StoredAsync()).ShouldBe([(10, 2.0, 0, 0), (5, 9.0, 1, 0)]);
        var state = _city.State.Find(City, "WL-1")!;
        var value = state.Values.ShouldHaveSingleItem();
        (value.Value, value.Severity).ShouldBe((2.0, Domain.Status.WarningColor.None));
        value.Doubt.ShouldBe(new DoubtfulValue(At(5, 9).Ts, 9.0, ReadingQuality.Step));
        state.LastTs.ShouldBe(At(5, 9).Ts);
        var counted = (await new SensingQueries(_clickHouse).QualityAsync(City, "WL-1", Sample.Now.AddDays(-1), default)).ShouldHaveSingleItem();
        counted.ShouldBe(new QualityCount("water_level", 2, 1, 0));
        (await new SensingQueries(_clickHouse).DoubtfulDevicesAsync(City, Sample.Now.AddDays(-1), default)).ShouldBe(["WL-1"]);
        (await _city.CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_good_reading_takes_the_doubt_away()
    {
        await _city.PostAsync(At(10, 2.0), At(5, 9.0), At(4, 2.2));
        var value = _city.State.Find(City, "WL-1")!.Values.ShouldHaveSingleItem();
        (value.Value, value.Doubt).ShouldBe((2.2, null));
    }

    [Fact]
    public async Task Within_a_batch_the_order_of_the_clock_counts_and_not_that_of_the_lines()
    {
        await _city.PostAsync(At(1, 4.0), At(4, 2.5), At(2, 3.5), At(3, 3.0), At(5, 2.0));
        (await StoredAsync()).ShouldAllBe(row => row.Quality == 0);
    }

    [Fact]
    public async Task A_spike_that_is_told_before_what_came_before_it_is_no_current_value()
    {
        await _city.PostAsync(At(1, 40.0), At(4, 2.0));
        var value = _city.State.Find(City, "WL-1")!.Values.ShouldHaveSingleItem();
        (value.Value, value.Doubt?.Value).ShouldBe((2.0, 40.0));
    }

    [Fact]
    public async Task A_backlog_is_held_against_itself_and_not_against_what_came_before_it()
    {
        for (var minute = 10; minute >= 0; minute--) await _city.PostAsync(At(minute, 8.0));
        await _city.PostAsync(At(300, 2.0), At(299, 2.3), At(298, 9.0), At(297, 2.4));
        (await StoredAsync()).Where(row => row.Quality != 0).ShouldBe([(298, 9.0, 1, 0)]);
        _city.State.Find(City, "WL-1")!.Values.Single().Value.ShouldBe(8.0);
    }

    [Fact]
    public async Task A_reading_twice_is_judged_once()
    {
        await _city.PostAsync(At(10, 2.0), At(5, 9.0));
        (await _city.PostAsync(At(5, 9.0), At(5, 2.0), At(10, 2.0))).ShouldBe(new IngestReceipt(0, 3));
        (await _city.PostAsync(At(4, 2.1))).ShouldBe(new IngestReceipt(1, 0));
        (await StoredAsync()).ShouldBe([(10, 2.0, 0, 0), (5, 9.0, 1, 0), (4, 2.1, 0, 0)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_start_goes_on_where_it_ended_whether_readings_lie_in_ClickHouse_or_in_the_spool(bool inSpool)
    {
        _city.ClickHouse.IsAway = inSpool;
        await _city.PostAsync(At(10, 2.0), At(5, 9.0));
        if (!inSpool) await _city.FlushedAsync();
        await _city.RestartAsync();

        var value = _city.State.Find(City, "WL-1")!.Values.ShouldHaveSingleItem();
        (value.Value, value.Doubt?.Quality).ShouldBe((2.0, ReadingQuality.Step));
        _city.ClickHouse.IsAway = false;
        await _city.PostAsync(At(4, 9.0), At(3, 2.2));
        (await StoredAsync()).ShouldBe([(10, 2.0, 0, 0), (5, 9.0, 1, 0), (4, 9.0, 1, 0), (3, 2.2, 0, 0)]);
    }

    [Fact]
    public async Task After_a_start_a_stuck_sensor_is_known_at_most_two_hours_late_and_never_too_early()
    {
        for (var minute = 300; minute >= 0; minute -= 10) await _city.PostAsync(At(minute, 2.0));
        await _city.FlushedAsync();
        await _city.RestartAsync();
        for (var minute = -10; minute >= -200; minute -= 10) await _city.PostAsync(At(minute, 2.0));

        var first = (await StoredAsync()).First(row => row.Quality == 2).Minute;
        first.ShouldBeInRange(300 - 360 - 120, 300 - 360 - 1);
        (await StoredAsync()).ShouldAllBe(row => row.Quality == (row.Minute > first ? 0 : 2));
    }

    [Fact]
    public async Task What_is_mended_of_an_insert_in_doubt_counts_the_doubtful_ones_once()
    {
        _city.ClickHouse.Meanwhile = () => _clickHouse.ExecuteAsync(new("TRUNCATE TABLE doubtful_1h"), default);
        _city.ClickHouse.AnswersToLose = 1;
        await _city.PostAsync(At(10, 2.0), At(5, 9.0));
        await _city.FlushedAsync();
        await _city.RestartAsync();
        (await _clickHouse.QueryAsync(new("SELECT sum(count) FROM doubtful_1h"), row => (long)row.ReadUInt64(), default)).Single().ShouldBe(1);
    }

    [Fact]
    public async Task A_device_without_rules_may_send_what_it_likes()
    {
        _city.Types = [];
        await _city.RestartAsync();
        await _city.PostAsync(At(10, 2.0), At(9, 50.0));
        (await StoredAsync()).ShouldAllBe(row => row.Quality == 0);
    }

    private Reading At(int minutesAgo, double value) => Sample.Reading(_city.Gauge, value, TimeSpan.FromMinutes(minutesAgo));

    /// <summary>What is in ClickHouse, the oldest first: minutes ago, value, quality and colour.</summary>
    private async Task<IReadOnlyList<(int Minute, double Value, int Quality, int Color)>> StoredAsync()
    {
        await _city.FlushedAsync();
        return await _clickHouse.QueryAsync(
            new("SELECT ts, value, quality, severity % 16 FROM readings ORDER BY ts"),
            row => ((int)((Sample.Now.ToUnixTimeMilliseconds() - row.ReadInt64()) / 60_000), row.ReadFloat64(), (int)row.ReadUInt8(), (int)row.ReadUInt8()), default);
    }
}

using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Sensing;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Analytics.Tests.Ingest;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Tests.Sensing;

[Collection(Embedded.Name)]
public sealed class EmbeddedRetentionQueriesTests(EmbeddedPlace place) : RetentionQueriesTests(place);

[Collection(OverHttp.Name)]
public sealed class HttpRetentionQueriesTests(HttpPlace place) : RetentionQueriesTests(place);

public abstract class RetentionQueriesTests(ClickHousePlace place) : IAsyncLifetime
{
    private readonly IClickHouse _clickHouse = place.Open("retention_tests");
    private readonly Device _noise = Sample.Device("NO-1") with { Type = "噪声" };
    private IntakeCity _city = null!;

    public async Task InitializeAsync()
    {
        _city = await IntakeCity.OpenAsync(_clickHouse);
        _city.Register.Register([_noise]);
        // One each day for a hundred days, of two types.
        await _city.PostAsync([.. Enumerable.Range(0, 100).SelectMany(day => new[]
        {
            Sample.Reading(_city.Gauge, 1, TimeSpan.FromDays(day)), Sample.Reading(_noise, 2, TimeSpan.FromDays(day)),
        })]);
        await _city.StopAsync();
    }

    public async Task DisposeAsync()
    {
        await _city.DisposeAsync();
        _clickHouse.Dispose();
    }

    [Fact]
    public async Task Each_type_is_kept_as_long_as_it_is_to_be_and_what_was_counted_stays()
    {
        var retention = new RawRetention(60, new Dictionary<string, int> { ["噪声"] = 20 });
        (await new RetentionQueries(_clickHouse).SweepAsync(retention, Sample.Now, default)).ShouldContain("202608: the whole month");

        (await CountAsync("count() FROM readings WHERE type = '噪声'")).ShouldBe(21);
        (await CountAsync("count() FROM readings WHERE type = '水位站'")).ShouldBe(61);
        (await CountAsync("toUInt64(min(ts) >= toDateTime64('2026-09-22 16:00:00', 3, 'UTC')) FROM readings")).ShouldBe(1);
        foreach (var rollup in Tables.Rollups) (await CountAsync($"sum(count) FROM {rollup}")).ShouldBe(200, rollup);
        // What the marks covered of months that are over is gone from the disk.
        (await CountAsync("toUInt64(sum(rows)) FROM system.parts WHERE active AND database = currentDatabase() AND table = 'readings' AND partition = '202610'")).ShouldBe(31);
    }

    [Fact]
    public async Task A_sweep_finds_nothing_the_second_time_and_goes_on_the_next_day()
    {
        var queries = new RetentionQueries(_clickHouse);
        var retention = new RawRetention(null, new Dictionary<string, int> { ["噪声"] = 20 });
        (await queries.SweepAsync(retention, Sample.Now, default)).ShouldNotBeEmpty();
        (await queries.SweepAsync(retention, Sample.Now, default)).ShouldBeEmpty();
        (await queries.SweepAsync(retention, Sample.Now.AddDays(1), default)).ShouldHaveSingleItem();
        (await CountAsync("count() FROM readings WHERE type = '噪声'")).ShouldBe(20);
        (await CountAsync("count() FROM readings WHERE type = '水位站'")).ShouldBe(100);
        // Another process does not know what was let go of; asking again changes nothing.
        await new RetentionQueries(_clickHouse).SweepAsync(retention, Sample.Now.AddDays(1), default);
        (await CountAsync("count() FROM readings")).ShouldBe(120);
    }

    [Fact]
    public async Task Nothing_goes_where_everything_is_kept()
    {
        (await new RetentionQueries(_clickHouse).SweepAsync(RawRetention.Forever, Sample.Now.AddYears(10), default)).ShouldBeEmpty();
        (await CountAsync("count() FROM readings")).ShouldBe(200);
    }

    [Fact]
    public async Task After_a_sweep_readings_are_taken_and_counted_as_before()
    {
        await new RetentionQueries(_clickHouse).SweepAsync(new RawRetention(RawRetention.FewestDays, new Dictionary<string, int>()), Sample.Now, default);
        await _city.StartAsync();
        _city.Register.Register([_noise]);
        (await _city.PostAsync(Sample.Reading(_noise, 2, TimeSpan.FromDays(7)), Sample.Reading(_noise, 2, TimeSpan.FromDays(6.5)))).ShouldBe(new(1, 1));
        await _city.StopAsync();
        foreach (var rollup in Tables.Rollups) (await CountAsync($"sum(count) FROM {rollup}")).ShouldBe(201, rollup);
    }

    [Fact]
    public async Task Hours_of_devices_go_month_by_month_and_their_days_stay()
    {
        var queries = new RetentionQueries(_clickHouse);
        // The hundred days begin in the middle of August; September has not wholly expired.
        (await queries.SweepHoursAsync(new(2026, 9, 20, 16, 0, 0, TimeSpan.Zero), default)).ShouldBe(["device_1h 202608"]);
        (await queries.SweepHoursAsync(new(2026, 9, 20, 16, 0, 0, TimeSpan.Zero), default)).ShouldBeEmpty();

        (await CountAsync("toUInt64(min(bucket) >= toDateTime('2026-09-01 00:00:00', 'UTC')) FROM device_1h")).ShouldBe(1);
        foreach (var rollup in Tables.Rollups.Except(["device_1h"])) (await CountAsync($"sum(count) FROM {rollup}")).ShouldBe(200, rollup);
        var series = new SeriesQueries(_clickHouse);
        var asked = new DeviceSeriesQuestion
        {
            Scope = Domain.Access.RegionScope.Of(_city.Gauge.Region), Device = _city.Gauge.Id, Metric = "water_level", From = Sample.Now.AddDays(-99), To = Sample.Now.AddDays(-90),
            RawFrom = Sample.Now, HoursFrom = Sample.Now.AddDays(-60),
        };
        var found = await series.DeviceAsync(asked, default);
        (found.Step, found.Buckets.Sum(bucket => bucket.Count)).ShouldBe((SeriesStep.Day, 10));
    }

    private async Task<long> CountAsync(string what) =>
        (await _clickHouse.QueryAsync(new($"SELECT {what}"), row => (long)row.ReadUInt64(), default)).Single();
}

using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Sensing;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Analytics.Tests.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Tests.Sensing;

[Collection(Embedded.Name)]
public sealed class EmbeddedSeriesQueriesTests(EmbeddedPlace place) : SeriesQueriesTests(place);

[Collection(OverHttp.Name)]
public sealed class HttpSeriesQueriesTests(HttpPlace place) : SeriesQueriesTests(place);

public abstract class SeriesQueriesTests(ClickHousePlace place) : IAsyncLifetime
{
    private static readonly RegionScope City = RegionScope.Of(RegionCode.Parse("440700000000"));
    private static readonly RegionScope OtherCounty = RegionScope.Of(RegionCode.Parse("440781000000"));
    private readonly IClickHouse _clickHouse = place.Open("series_tests");
    private IntakeCity _city = null!;

    private SeriesQueries Queries => new(_clickHouse);

    public async Task InitializeAsync() => _city = await IntakeCity.OpenAsync(_clickHouse);

    public async Task DisposeAsync()
    {
        await _city.DisposeAsync();
        _clickHouse.Dispose();
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(600, 30)]
    [InlineData(70_000, 3_600)]
    [InlineData(2_000_000, 86_400)]
    public async Task A_device_is_shown_over_any_range_at_a_fitting_step_and_no_reading_is_left_out(int minutes, int step)
    {
        // A tick apart in time at every scale, in the middle of the hour, so that all lie inside the range.
        var readings = Enumerable.Range(0, 30).Select(i => Sample.Reading(_city.Gauge, i / 10.0, TimeSpan.FromMinutes(minutes * 0.9 * i / 30))).ToArray();
        await _city.PostAsync([.. readings, Sample.Reading(_city.Rain, 9)]);
        await _city.StopAsync();

        var series = await Queries.DeviceAsync(Asked(minutes), default);
        series.Step.Seconds.ShouldBe(step);
        series.Buckets.Sum(bucket => bucket.Count).ShouldBe(30);
        series.Buckets.Sum(bucket => bucket.Count * bucket.Mean).ShouldBe(readings.Sum(reading => reading.Value), 1e-9);
        (series.Buckets.Min(bucket => bucket.Min), series.Buckets.Max(bucket => bucket.Max)).ShouldBe((0, 2.9));
        series.Buckets.Sum(bucket => bucket.Alarms).ShouldBe(2); // 2.8 and 2.9 are yellow
        series.Buckets.ShouldAllBe(bucket => bucket.Start >= series.From && bucket.Start < series.To && series.Step.Floor(bucket.Start) == bucket.Start);
        series.Buckets.Select(bucket => bucket.Start).ShouldBeInOrder();

        (await Queries.DeviceAsync(Asked(minutes) with { Scope = OtherCounty }, default)).Buckets.ShouldBeEmpty();
        (await Queries.DeviceAsync(Asked(minutes) with { Scope = default }, default)).Buckets.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_device_that_moved_is_seen_by_each_town_as_long_as_it_stood_there()
    {
        await _city.PostAsync(Sample.Reading(_city.Gauge, 1, TimeSpan.FromHours(2)));
        _city.Register.Register([_city.Gauge with { Region = _city.Rain.Region }]);
        await _city.PostAsync(Sample.Reading(_city.Register.Find("WL-1")!, 2, TimeSpan.FromHours(1)));
        await _city.StopAsync();

        foreach (var minutes in new[] { 180, 70_000, 2_000_000 })
        {
            (await Queries.DeviceAsync(Asked(minutes), default)).Buckets.Sum(bucket => bucket.Count).ShouldBe(2);
            var there = await Queries.DeviceAsync(Asked(minutes) with { Scope = OtherCounty }, default);
            there.Buckets.ShouldHaveSingleItem().Mean.ShouldBe(2);
        }
    }

    [Fact]
    public async Task Where_readings_are_not_kept_any_more_its_hours_are_shown()
    {
        await _city.PostAsync(Sample.Readings(_city.Gauge, 50));
        await _city.StopAsync();

        var series = await Queries.DeviceAsync(Asked(60) with { RawFrom = Sample.Now.AddMinutes(-10) }, default);
        series.Step.ShouldBe(SeriesStep.Hour);
        series.Buckets.Sum(bucket => bucket.Count).ShouldBe(50);
    }

    [Theory]
    [InlineData(600, 60)]
    [InlineData(70_000, 3_600)]
    [InlineData(2_000_000, 86_400)]
    public async Task A_region_is_shown_by_type_and_metric(int minutes, int step)
    {
        var inner = TimeSpan.FromMinutes(minutes * 0.5);
        await _city.PostAsync(
            Sample.Reading(_city.Gauge, 1, inner), Sample.Reading(_city.Gauge, 3, inner + TimeSpan.FromMinutes(1)),
            Sample.Reading(_city.Rain, 5, inner), Sample.Reading(_city.Rain, 7, inner, Sample.Rainfall));
        await _city.StopAsync();

        var whole = await Queries.RegionAsync(InRegion(minutes), default);
        whole.Step.Seconds.ShouldBe(step);
        (whole.Buckets.Sum(bucket => bucket.Count), whole.Buckets.Min(bucket => bucket.Min), whole.Buckets.Max(bucket => bucket.Max)).ShouldBe((3, 1, 5));
        (await Queries.RegionAsync(InRegion(minutes) with { Type = null }, default)).Buckets.Sum(bucket => bucket.Count).ShouldBe(3);
        (await Queries.RegionAsync(InRegion(minutes) with { Type = "雨量站" }, default)).Buckets.ShouldBeEmpty();
        (await Queries.RegionAsync(InRegion(minutes) with { Scope = OtherCounty }, default)).Buckets.ShouldHaveSingleItem().Mean.ShouldBe(5);
        (await Queries.RegionAsync(InRegion(minutes) with { Scope = default }, default)).Buckets.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_hour_of_a_type_has_a_line_for_each_metric()
    {
        await _city.PostAsync(
            Sample.Reading(_city.Gauge, 1), Sample.Reading(_city.Gauge, 3, TimeSpan.FromMinutes(2)), Sample.Reading(_city.Gauge, 9, TimeSpan.FromHours(1)),
            Sample.Reading(_city.Rain, 7, metric: Sample.Rainfall));
        await _city.StopAsync();

        (await Queries.HourAsync(City, "水位站", Sample.Now, default)).ShouldBe(
            [new HourFigure("rainfall_1h", 1, 0, 7, 7, 7), new HourFigure("water_level", 2, 1, 1, 2, 3)]);
        (await Queries.HourAsync(OtherCounty, "水位站", Sample.Now, default)).ShouldHaveSingleItem().Metric.ShouldBe("rainfall_1h");
        (await Queries.HourAsync(default, "水位站", Sample.Now, default)).ShouldBeEmpty();
    }

    private DeviceSeriesQuestion Asked(int minutes) => new()
    {
        Scope = City, Device = _city.Gauge.Id, Metric = "water_level", From = Sample.Now.AddMinutes(-minutes), To = Sample.Now.AddMinutes(1),
    };

    private static RegionSeriesQuestion InRegion(int minutes) => new()
    {
        Scope = City, Type = "水位站", Metric = "water_level", From = Sample.Now.AddMinutes(-minutes), To = Sample.Now.AddMinutes(1),
    };
}

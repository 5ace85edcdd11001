using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Sensing;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Analytics.Tests.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Tests.Sensing;

/// <summary>On series whose rhythm and whose false values are known, because they were put there.</summary>
[Collection(Embedded.Name)]
public sealed class AnomalyQueriesTests(EmbeddedPlace place) : IAsyncLifetime
{
    private const int Hours = 24 * 28;
    private static readonly RegionScope City = RegionScope.Of(RegionCode.Parse("440700000000"));
    private readonly IClickHouse _clickHouse = place.Open("anomaly_tests");
    private IntakeCity _city = null!;

    public async Task InitializeAsync() => _city = await IntakeCity.OpenAsync(_clickHouse);

    public async Task DisposeAsync()
    {
        await _city.DisposeAsync();
        _clickHouse.Dispose();
    }

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(2, 0.01)]
    [InlineData(3, -0.01)]
    public async Task Finds_the_daily_rhythm_and_the_values_that_do_not_fit(int seed, double slope)
    {
        var random = new Random(seed);
        var labelled = Enumerable.Range(0, 14).Select(_ => random.Next(Hours)).ToHashSet();
        var series = Enumerable.Range(0, Hours).Select(hour => Truth(hour, slope) + Noise(random)
            + (labelled.Contains(hour) ? (random.Next(2) == 0 ? -1 : 1) * (6 + 4 * random.NextDouble()) : 0)).ToArray();

        var found = await FindAsync(series);
        found.Period.ShouldBe(TimeSpan.FromDays(1));
        found.Caution.ShouldBeNull();
        var hits = found.Outliers.Count(outlier => labelled.Contains(HourOf(outlier.Start)));
        ((double)hits / labelled.Count).ShouldBeGreaterThanOrEqualTo(0.9, "recall");
        ((double)hits / found.Outliers.Count).ShouldBeGreaterThanOrEqualTo(0.85, "precision");
        found.Outliers.Where(outlier => labelled.Contains(HourOf(outlier.Start)))
            .ShouldAllBe(outlier => Math.Abs(outlier.Expected - Truth(HourOf(outlier.Start), slope)) < 2);

        found.Forecast.Count.ShouldBe(24);
        found.Forecast.Select(next => HourOf(next.Start)).ShouldBe(Enumerable.Range(Hours, 24));
        found.Forecast.Average(next => Math.Abs(next.Value - Truth(HourOf(next.Start), slope))).ShouldBeLessThan(0.8);
        found.Forecast.Count(next => Truth(HourOf(next.Start), slope) >= next.Low && Truth(HourOf(next.Start), slope) <= next.High).ShouldBeGreaterThanOrEqualTo(20);
    }

    [Fact]
    public async Task Calls_nothing_in_noise_alone_a_rhythm_and_little_of_it_outstanding()
    {
        var random = new Random(5);
        var found = await FindAsync([.. Enumerable.Range(0, Hours).Select(_ => 20 + Noise(random))]);
        found.Period.ShouldBeNull();
        found.Caution.ShouldNotBeNull().ShouldContain("没有看出周期");
        found.Outliers.Count.ShouldBeLessThanOrEqualTo(Hours / 100);
    }

    [Fact]
    public async Task Says_what_it_cannot_tell()
    {
        (await FindAsync([])).Caution.ShouldBe("所选时段没有读数。");
        (await FindAsync([1, 2, 3, 4])).Caution.ShouldNotBeNull().ShouldContain("数据太短");
        (await FindAsync([.. Enumerable.Repeat(3.0, 100)], startHour: 10)).Caution.ShouldNotBeNull().ShouldContain("一直不变");
    }

    [Fact]
    public async Task A_gap_is_no_outlier_and_too_many_are_said()
    {
        var random = new Random(9);
        var series = Enumerable.Range(0, Hours).Select(hour => hour % 50 is 7 or 8 ? double.NaN : Truth(hour, 0) + Noise(random)).ToArray();
        var few = await FindAsync(series);
        few.Period.ShouldBe(TimeSpan.FromDays(1));
        few.Outliers.ShouldAllBe(outlier => HourOf(outlier.Start) % 50 != 7 && HourOf(outlier.Start) % 50 != 8);
        few.Outliers.Count.ShouldBeLessThanOrEqualTo(Hours / 100);
    }

    [Fact]
    public async Task Half_the_hours_missing_is_too_many()
    {
        var random = new Random(9);
        (await FindAsync([.. Enumerable.Range(0, Hours).Select(hour => hour % 7 < 3 ? double.NaN : Truth(hour, 0) + Noise(random))])).Caution.ShouldNotBeNull().ShouldContain("缺数太多");
    }

    /// <summary>A value an hour, by the intake, from the first hour on; NaN: none.</summary>
    private async Task<SeriesFindings> FindAsync(double[] hourly, int startHour = 0)
    {
        var device = Sample.Device($"AN-{Guid.NewGuid():N}");
        await _city.StopAsync();
        await _city.StartAsync();
        _city.Register.Register([device]);
        await _city.PostAsync([.. hourly.Index().Where(hour => !double.IsNaN(hour.Item))
            .Select(hour => Sample.Reading(device, hour.Item, Sample.Now - Start.AddHours(startHour + hour.Index)))]);
        await _city.FlushedAsync();
        return await new AnomalyQueries(_clickHouse, new(_clickHouse)).DeviceAsync(
            new() { Scope = City, Device = device.Id, Metric = Sample.WaterLevel.Key, From = Start, To = Start.AddHours(Hours), Shortest = SeriesStep.Minute }, default);
    }

    private static DateTimeOffset Start { get; } = SeriesStep.Hour.Floor(Sample.Now).AddHours(-Hours).AddMinutes(30);

    private static int HourOf(DateTimeOffset time) => (int)Math.Round((time - SeriesStep.Hour.Floor(Start)).TotalHours);

    private static double Truth(int hour, double slope) => 20 + slope * hour + 5 * Math.Sin(2 * Math.PI * hour / 24) + (hour % 24 is >= 17 and < 20 ? 3 : 0);

    /// <summary>Of a normal distribution, standard deviation 0.5.</summary>
    private static double Noise(Random random) => 0.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Sensing;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Analytics.Tests.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Analytics.Tests.Sensing;

[Collection(Embedded.Name)]
public sealed class EmbeddedSensingQueriesTests(EmbeddedPlace place) : SensingQueriesTests(place);

[Collection(OverHttp.Name)]
public sealed class HttpSensingQueriesTests(HttpPlace place) : SensingQueriesTests(place);

public abstract class SensingQueriesTests(ClickHousePlace place) : IAsyncLifetime
{
    private static readonly RegionCode County = RegionCode.Parse("440705000000");
    private readonly IClickHouse _clickHouse = place.Open("sensing_tests");
    private IntakeCity _city = null!;

    public async Task InitializeAsync() => _city = await IntakeCity.OpenAsync(_clickHouse);

    public async Task DisposeAsync()
    {
        await _city.DisposeAsync();
        _clickHouse.Dispose();
    }

    [Fact]
    public async Task Counts_minutes_by_county_within_the_scope()
    {
        for (var minute = 0; minute < 3; minute++)
            await _city.PostAsync(
                Sample.Reading(_city.Gauge, 1, TimeSpan.FromMinutes(minute)),
                Sample.Reading(_city.Gauge, 2, TimeSpan.FromMinutes(minute) - TimeSpan.FromSeconds(10)),
                Sample.Reading(_city.Rain, 3, TimeSpan.FromMinutes(minute)));
        await _city.StopAsync();

        var queries = new SensingQueries(_clickHouse);
        var from = Sample.Now.AddMinutes(-1);
        var counts = await queries.MinutesAsync(RegionScope.Of(RegionCode.Parse("440700000000")), RegionLevel.County, from, Sample.Now.AddMinutes(1), default);
        counts.Select(count => (count.Region.ToString(), count.Minute, count.Readings)).ShouldBe(
        [
            ("440705000000", from, 2), ("440781000000", from, 1),
            ("440705000000", Sample.Now, 2), ("440781000000", Sample.Now, 1),
        ]);
        (await queries.MinutesAsync(RegionScope.Of(County), RegionLevel.County, from, from.AddMinutes(1), default)).ShouldHaveSingleItem().Region.ShouldBe(County);
        (await queries.MinutesAsync(default, RegionLevel.County, from, Sample.Now.AddMinutes(1), default)).ShouldBeEmpty();
    }
}

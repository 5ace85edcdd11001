using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;
using CommandCenter.Web.Features.Sensing;
using CommandCenter.Web.Map;
using CommandCenter.Web.Tests.Host;
using CommandCenter.Web.Tests.Live;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Sensing;

[Collection(RunningApp.Name)]
public sealed class SensingFeedTests(CommandCenterApp app)
{
    private const string City = "440700000000";
    private static readonly Metric _level = new("water_level", "水位", "米", -5, 30, [new(WarningColor.Red, 5)]);
    private readonly ManualClock _clock = new();

    private static Device Station(string id, string department, string region) =>
        new(id, id, "水位站", department, default, RegionCode.Parse(region), IsIllustrative: true);

    private Reading Measured(Device device, double value) => new(device, _level, _clock.GetUtcNow().ToUnixTimeMilliseconds(), value, null);

    private (SensingFeed Feed, CurrentState State) FeedOf(params Device[] devices)
    {
        var register = new DeviceRegister();
        register.Register(devices);
        var state = new CurrentState(register);
        return (new(state, new(app.Services.GetRequiredService<IClickHouse>()), new(state, new(), _clock), app.Services.GetRequiredService<AtlasHolder>(), _clock), state);
    }

    [Fact]
    public async Task A_hundred_screens_cost_as_many_ClickHouse_queries_as_one()
    {
        var clickHouse = app.Services.GetRequiredService<IClickHouse>();

        async Task<long> QueriesWith(int screens)
        {
            var device = Station("A", "水利", "440781001000");
            var (feed, state) = FeedOf(device);
            await using var server = await LiveServer.StartAsync(feed, ("Live:Heartbeat", "01:00:00"));
            var before = clickHouse.QueryCount;
            var all = await Task.WhenAll(Enumerable.Range(0, screens).Select(_ => server.ConnectAsync()));
            foreach (var screen in all) (await screen.SubscribeAsync($"sensing:{City}")).ShouldBeEmpty();
            foreach (var screen in all) await screen.NextAsync();
            for (var value = 1; value <= 3; value++)
            {
                _clock.Now += TimeSpan.FromSeconds(3);
                state.Apply([Measured(device, value)]);
                foreach (var screen in all) (await screen.NextAsync()).Data.GetProperty("latest").GetProperty("value").GetDouble().ShouldBe(value);
            }
            foreach (var screen in all) await screen.DisposeAsync();
            return clickHouse.QueryCount - before;
        }

        var one = await QueriesWith(1);
        one.ShouldBe(4);
        (await QueriesWith(100)).ShouldBe(one);
    }

    [Fact]
    public async Task Counts_devices_departments_and_the_regions_below()
    {
        Device taishan = Station("A", "水利", "440781001000"), kaiping = Station("B", "交通", "440783001000"), silent = Station("C", "水利", "440781002000");
        var (feed, state) = FeedOf(taishan, kaiping, silent);
        state.Apply([Measured(taishan, 1), Measured(kaiping, 6)]);

        var picture = await feed.PictureAsync(RegionScope.Of(RegionCode.Parse(City)), CancellationToken.None);

        (picture.Total, picture.Online, picture.Offline, picture.OnlineRate).ShouldBe((3, 2, 1, 66.7));
        picture.Illustrative.ShouldBeTrue();
        picture.Departments.Keys.ShouldBe(["水利", "交通"]);
        picture.Departments["水利"].ShouldBe(new(2, 1, 0.5));
        picture.Regions["440783000000"].ShouldBe(new(1, 1, 0));
        picture.Minutes.Count.ShouldBe(60);
    }

    [Fact]
    public async Task Tiles_get_a_new_version_at_most_every_ten_seconds_and_once_a_minute_though_no_device_moved()
    {
        var device = Station("A", "水利", "440781001000");
        var (feed, state) = FeedOf(device);
        async Task<string> Version() => (await feed.PictureAsync(RegionScope.Of(device.Region), CancellationToken.None)).Tiles;

        var first = await Version();
        state.Apply([Measured(device, 1)]);
        _clock.Now += TimeSpan.FromSeconds(5);
        (await Version()).ShouldBe(first);
        _clock.Now += TimeSpan.FromSeconds(6);
        var second = await Version();
        second.ShouldNotBe(first);
        _clock.Now += TimeSpan.FromSeconds(59);
        (await Version()).ShouldBe(second);
        _clock.Now += TimeSpan.FromSeconds(1);
        (await Version()).ShouldNotBe(second);
    }

    private sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 1, 41, 20, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Tests.Ingest;

public sealed class CurrentStateTests
{
    private static readonly RegionScope City = RegionScope.Of(RegionCode.Parse("440700000000"));
    private static readonly RegionScope Xinhui = RegionScope.Of(RegionCode.Parse("440705000000"));

    [Fact]
    public void Counts_only_the_devices_of_the_scope()
    {
        var state = new CurrentState(Sample.Register(
            Sample.Device("a"), Sample.Device("b", "440705102000"), Sample.Device("c", "440781101000"), Sample.Device("d", "440706001000")));

        state.Summarize(City, Sample.Now).Total.ShouldBe(4);
        state.Summarize(Xinhui, Sample.Now).Total.ShouldBe(2);
        state.Summarize(default, Sample.Now).Total.ShouldBe(0);
        state.Find(Xinhui, "c").ShouldBeNull();
    }

    [Fact]
    public void A_device_is_online_while_its_newest_reading_is_fresh()
    {
        var device = Sample.Device("a");
        var state = new CurrentState(Sample.Register(device));
        state.Summarize(City, Sample.Now).Online.ShouldBe(0);

        state.Apply([Sample.Reading(device, 1.2)]);

        state.Summarize(City, Sample.Now).Online.ShouldBe(1);
        state.Summarize(City, Sample.Now + TimeSpan.FromMinutes(6)).Online.ShouldBe(0);
    }

    [Fact]
    public void A_device_counts_as_online_for_the_time_of_its_type()
    {
        var device = Sample.Device("a");
        var register = Sample.Register(device);
        var state = new CurrentState(register);
        state.Apply([Sample.Reading(device, 1.2)]);
        var later = Sample.Now + TimeSpan.FromMinutes(14);
        state.Summarize(City, later).Online.ShouldBe(0);

        register.UseTypes([Sample.Gauge]);

        state.Summarize(City, later).Online.ShouldBe(1);
        state.Summarize(City, later + TimeSpan.FromMinutes(2)).Online.ShouldBe(0);
    }

    [Fact]
    public void A_device_waits_is_online_goes_offline_and_is_taken_out_of_use()
    {
        var device = Sample.Device("a");
        var register = Sample.Register(device);
        var state = new CurrentState(register);
        DeviceLifecycle At(TimeSpan later) => state.StateOf(state.Find(City, "a")!, Sample.Now + later);

        At(default).ShouldBe(DeviceLifecycle.Waiting);
        state.Apply([Sample.Reading(device, 3.7)]);
        At(default).ShouldBe(DeviceLifecycle.Online);
        At(TimeSpan.FromMinutes(6)).ShouldBe(DeviceLifecycle.Offline);

        register.Register([device with { IsDisabled = true }]);
        At(default).ShouldBe(DeviceLifecycle.Disabled);
        var summary = state.Summarize(City, Sample.Now);
        (summary.Total, summary.Online).ShouldBe((0, 0));
    }

    [Fact]
    public void A_late_reading_changes_nothing_that_is_newer()
    {
        var device = Sample.Device("a");
        var state = new CurrentState(Sample.Register(device));
        state.Apply([Sample.Reading(device, 2.0), Sample.Reading(device, 5.0, ago: TimeSpan.FromHours(1))]);

        var latest = state.Summarize(City, Sample.Now).Latest.ShouldNotBeNull();
        latest.Value.ShouldBe(2.0);
    }

    [Fact]
    public void A_device_registered_again_keeps_its_values_and_moves_to_its_new_region()
    {
        var register = Sample.Register(Sample.Device("a"));
        var state = new CurrentState(register);
        state.Apply([Sample.Reading(Sample.Device("a"), 1.2)]);

        register.Register([Sample.Device("a", "440781101000")]);

        state.Summarize(Xinhui, Sample.Now).Total.ShouldBe(0);
        state.Summarize(City, Sample.Now).Online.ShouldBe(1);
    }

    [Fact]
    public void Knocks_once_for_each_batch()
    {
        var device = Sample.Device("a");
        var state = new CurrentState(Sample.Register(device));
        var knocks = 0;
        state.Changed += () => knocks++;

        state.Apply([Sample.Reading(device, 1), Sample.Reading(device, 2, metric: Sample.Rainfall)]);

        knocks.ShouldBe(1);
        state.Find(City, "a")!.Values.Count.ShouldBe(2);
    }

    private static readonly TileId Home = TileOf(113.0, 22.4), Away = TileOf(113.3, 22.4);

    private static TileId TileOf(double lon, double lat)
    {
        var (x, y) = (TileId.TryMake(0, 0, 0, out var world) ? world : default).Project(lon, lat);
        return TileId.TryMake(14, (int)(x * (1 << 14)), (int)(y * (1 << 14)), out var tile) ? tile : default;
    }

    private static Reading[] At(Device device, double lon, double lat, TimeSpan ago = default) =>
        [Sample.Reading(device, lon, ago, Sample.Lon), Sample.Reading(device, lat, ago, Sample.Lat)];

    [Fact]
    public void A_device_that_tells_where_it_is_stands_there_and_nowhere_else()
    {
        Device car = Sample.Device("car"), post = Sample.Device("post");
        var state = new CurrentState(Sample.Register(car, post));
        state.Devices(City, Home).Select(device => device.Device.Id).ShouldBe(["car", "post"], ignoreOrder: true);

        state.Apply(At(car, 113.3, 22.4));

        state.Devices(City, Home).ShouldHaveSingleItem().Device.Id.ShouldBe("post");
        state.Devices(City, Away).ShouldHaveSingleItem().Position.ShouldBe(new LonLat(113.3, 22.4));
        state.Devices(RegionScope.Of(RegionCode.Parse("440781000000")), Away).ShouldBeEmpty();

        state.Apply(At(car, 113.0, 22.4, ago: TimeSpan.FromMinutes(1))); // late: it was there before
        state.Devices(City, Away).Count().ShouldBe(1);
    }

    [Fact]
    public void Half_a_position_moves_nothing()
    {
        var car = Sample.Device("car");
        var state = new CurrentState(Sample.Register(car));
        state.Apply(At(car, 113.1, 22.5, ago: TimeSpan.FromSeconds(10)));

        state.Apply([Sample.Reading(car, 113.2, metric: Sample.Lon)]);
        state.Find(City, "car")!.Position.ShouldBe(new LonLat(113.1, 22.5));
        state.Apply([Sample.Reading(car, 22.6, metric: Sample.Lat)]);
        state.Find(City, "car")!.Position.ShouldBe(new LonLat(113.2, 22.6));
    }

    [Fact]
    public void A_change_in_the_register_moves_what_stands_and_leaves_what_tells_its_place()
    {
        Device car = Sample.Device("car"), post = Sample.Device("post");
        var register = Sample.Register(car, post);
        var state = new CurrentState(register);
        state.Apply(At(car, 113.3, 22.4));

        register.Register([car with { Name = "车", Position = new(112.5, 22.4) }, post with { Position = new(113.3, 22.4) }]);

        state.Devices(City, Home).ShouldBeEmpty();
        state.Devices(City, Away).Select(device => device.Device.Name).ShouldBe(["车", "post 站"], ignoreOrder: true);
    }

    [Fact]
    public void Squares_hold_every_device_once_while_a_thousand_move()
    {
        var cars = Enumerable.Range(0, 1_000).Select(car => Sample.Device($"car-{car}")).ToArray();
        var state = new CurrentState(Sample.Register(cars));
        TileId.TryMake(0, 0, 0, out var world);
        var random = new Random(7);
        for (var second = 20; second > 0; second--)
        {
            state.Apply([.. cars.SelectMany(car => At(car, 112 + random.NextDouble() * 1.5, 21.5 + random.NextDouble() * 1.5, TimeSpan.FromSeconds(second)))]);
            state.Devices(City, world).Select(device => device.Device.Id).Distinct().Count().ShouldBe(1_000);
            state.Devices(City, world).Count().ShouldBe(1_000);
        }

        var box = state.Devices(City, world).Where(device => Home.Bounds(0).Contains(device.Position.Lon, device.Position.Lat)).Select(device => device.Device.Id);
        state.Devices(City, Home).Select(device => device.Device.Id).Order().ShouldBe(box.Order());
    }
}

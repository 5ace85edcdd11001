using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;
using CommandCenter.Web.Features.Sensing;
using CommandCenter.Web.Shared;
using CommandCenter.Web.Tests.Live;

namespace CommandCenter.Web.Tests.Sensing;

public sealed class DeviceLayerTests
{
    private const string City = "440700000000";
    private static readonly Metric _level = new("water_level", "水位", "米", -5, 60, [new(WarningColor.Yellow, 2.8), new(WarningColor.Red, 4.5)]);
    private static readonly Metric _lon = new("lon", "经度", "度", -180, 180, []), _lat = new("lat", "纬度", "度", -90, 90, []);

    private readonly DeviceRegister _register = new();
    private readonly CurrentState _state;
    private readonly DeviceWarnings _warnings = new();
    private readonly DeviceLayer _layer;

    public DeviceLayerTests()
    {
        _register.UseMetrics([_level, _lon, _lat]);
        _state = new(_register);
        _layer = new(_state, _warnings, TimeProvider.System);
    }

    private Device[] Stand(int count, double lon = 113.08, string town = "440703001000")
    {
        var devices = Enumerable.Range(0, count).Select(i => new Device($"D{lon}-{i}", "", "水位站", "水利", new(lon + i * 1e-7, 22.58), RegionCode.Parse(town), false)).ToArray();
        _register.Register(devices);
        return devices;
    }

    private void Say(Device device, double value) => _state.Apply([new(device, _level, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), value, null)]);

    private async Task<Dictionary<string, int[]>> MarksAsync(int zoom, string scope = City)
    {
        TileId.TryMake(0, 0, 0, out var world);
        var (x, y) = world.Project(113.08, 22.58);
        TileId.TryMake(zoom, (int)(x * (1 << zoom)), (int)(y * (1 << zoom)), out var square);
        return (Dictionary<string, int[]>)await _layer.ReadAsync(RegionScope.Of(RegionCode.Parse(scope)), square, default);
    }

    [Fact]
    public async Task A_device_alone_tells_its_place_and_how_it_is()
    {
        var device = Stand(1)[0];
        (await MarksAsync(0))[device.Id].ShouldBe([(int)((113.08 + 180) / 360 * 4096), 1784, -1]);
        Say(device, 1);
        (await MarksAsync(9))[device.Id][2].ShouldBe(0);
        _warnings.Use([(device.Id, WarningColor.Red)]);
        (await MarksAsync(9))[device.Id][2].ShouldBe((int)WarningColor.Red);
    }

    [Fact]
    public async Task Many_on_one_spot_are_one_mark_with_the_worst_among_them()
    {
        var devices = Stand(100);
        foreach (var device in devices[..60]) Say(device, 1);
        _warnings.Use([(devices[7].Id, WarningColor.Yellow), (devices[70].Id, WarningColor.Blue)]);

        var (name, mark) = (await MarksAsync(9)).ShouldHaveSingleItem();
        name.ShouldStartWith("#");
        mark[2..].ShouldBe([(int)WarningColor.Yellow, 100, 60]);
        (await MarksAsync(16)).Count.ShouldBe(100);
    }

    [Fact]
    public async Task Close_by_each_is_shown_until_they_are_too_many()
    {
        Stand(3_000);
        var marks = await MarksAsync(15);
        marks.Count.ShouldBeLessThan(20);
        marks.Values.Sum(mark => mark.Length > 3 ? mark[3] : 1).ShouldBe(3_000);
    }

    [Fact]
    public async Task An_alarm_stays_on_the_map_when_its_device_falls_silent()
    {
        var device = Stand(1)[0];
        _warnings.Use([(device.Id, WarningColor.Orange)]);
        (await MarksAsync(9))[device.Id][2].ShouldBe(-1 - (int)WarningColor.Orange);
    }

    [Fact]
    public async Task Shows_no_device_of_another_scope_or_out_of_use()
    {
        Stand(2, 113.0801, town: "440781110000");
        var own = Stand(1)[0];
        (await MarksAsync(9, "440703000000")).ShouldHaveSingleItem().Key.ShouldBe(own.Id);
        _register.Register([own with { IsDisabled = true }]);
        (await MarksAsync(9, "440703000000")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_looks_at_a_square_is_told_what_moves_and_what_left_it()
    {
        var car = Stand(1)[0];
        Stand(1, 113.081);
        await using var server = await LiveServer.StartAsync(_layer, ("Live:Heartbeat", "01:00:00"));
        await using var screen = await server.ConnectAsync();
        const string square = $"devices:{City}:14/13338/7136";
        (await screen.SubscribeAsync($"devices:{City}", square)).ShouldBe([$"devices:{City}"]); // a layer is followed by squares alone
        (await screen.NextAsync()).Data.EnumerateObject().Count().ShouldBe(2);

        Move(113.0802);
        var moved = await screen.NextAsync();
        moved.Data.EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(car.Id);
        moved.Gone.ShouldBeEmpty();

        Move(113.3);
        var left = await screen.NextAsync();
        left.Data.EnumerateObject().ShouldBeEmpty();
        left.Gone.ShouldBe([car.Id]);

        await using var other = await server.ConnectAsync("440781000000");
        (await other.SubscribeAsync(square)).ShouldBe([square]);

        void Move(double lon)
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            _state.Apply([new(car, _lon, now, lon, null), new(car, _lat, now, 22.58, null)]);
        }
    }
}

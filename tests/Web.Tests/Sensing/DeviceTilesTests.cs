using System.Text;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Web.Features.Sensing;

namespace CommandCenter.Web.Tests.Sensing;

public sealed class DeviceTilesTests
{
    private static readonly RegionScope _city = RegionScope.Of(RegionCode.Parse("440700000000"));

    private static Device Station(string id, string region, double lon = 113.08, double lat = 22.58) =>
        new(id, id, "水位站", "水利", new(lon, lat), RegionCode.Parse(region), IsIllustrative: true);

    private static async Task<string?> TileAsync(RegionScope scope, int zoom, params Device[] devices)
    {
        var register = new DeviceRegister();
        register.Register(devices);
        TileId.TryMake(zoom, (int)((113.08 + 180) / 360 * (1 << zoom)), zoom == 14 ? 7136 : 111, out var tile).ShouldBeTrue();
        var bytes = await new DeviceTiles(new(register), new(), TimeProvider.System).TileAsync(scope, tile, CancellationToken.None);
        return bytes is { } content ? Encoding.Latin1.GetString(content.Span) : null;
    }

    [Fact]
    public async Task Holds_only_devices_in_the_scope()
    {
        Device own = Station("OWN", "440781110000"), other = Station("OTHER", "440703001000", lat: 22.5805);
        var tile = (await TileAsync(RegionScope.Of(own.Region), 14, own, other)).ShouldNotBeNull();
        tile.ShouldContain("OWN");
        tile.ShouldNotContain("OTHER");
        (await TileAsync(default, 14, own, other)).ShouldBeNull();
    }

    [Fact]
    public async Task Lets_one_device_stand_for_those_on_the_same_spot()
    {
        var devices = Enumerable.Range(0, 1_000).Select(i => Station($"D{i}", "440703001000", 113.08 + i * 1e-7)).ToArray();
        (await TileAsync(_city, 14, devices)).ShouldNotBeNull().Length.ShouldBeLessThan(200);
    }

    [Fact]
    public async Task Names_devices_only_where_they_can_be_told_apart()
    {
        (await TileAsync(_city, 8, Station("NAMED", "440703001000"))).ShouldNotBeNull().ShouldNotContain("NAMED");
        (await TileAsync(_city, 14, Station("NAMED", "440703001000"))).ShouldNotBeNull().ShouldContain("NAMED");
    }
}

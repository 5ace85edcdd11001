using System.Globalization;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;
using NetTopologySuite.Geometries;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>The devices as they are now, layer <c>devices</c>, from memory: <c>region</c> (number of its code), <c>online</c>,
/// <c>severity</c> (of its worst open alarm: 0 none … 4 red), and from zoom 11 <c>id</c> and <c>department</c>. Where many would stand on one spot, the one that warns most stands for them.</summary>
internal sealed class DeviceTiles(CurrentState state, DeviceWarnings warnings, TimeProvider clock) : ITileSource
{
    private const double Margin = 1 / 64.0;
    private const int ThinnedBelow = 10;
    private const int NamesFrom = 11;
    private static readonly TimeSpan _pace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _age = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private (long State, DateTimeOffset At) _told = (-1, default);

    public string Layer => "devices";

    /// <summary>Tells maps when to fetch the tiles anew: changes at most every ten seconds when a device did, and once a
    /// minute in any case, because a silent device goes offline without a reading; never the same in two processes.</summary>
    public string Version
    {
        get
        {
            lock (_gate)
            {
                var (now, moved) = (clock.GetUtcNow(), state.Version + warnings.Version);
                if (now - _told.At >= (moved == _told.State ? _age : _pace)) _told = (moved, now);
                return _told.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    public Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var across = tile.Zoom < ThinnedBelow ? 96 : 256;
        var spots = new Dictionary<(int, int), DeviceState>();
        foreach (var device in state.Devices(scope, tile, Margin))
        {
            var (x, y) = tile.Project(device.Position.Lon, device.Position.Lat);
            var spot = ((int)(x * across), (int)(y * across));
            if (!spots.TryGetValue(spot, out var shown) || warnings.Of(device.Device.Id) > warnings.Of(shown.Device.Id)) spots[spot] = device;
        }
        cancel.ThrowIfCancellationRequested();

        var layer = new MvtLayer(Layer, tile);
        var id = 0ul;
        foreach (var device in spots.Values)
        {
            var online = state.IsOnline(device, now);
            var position = new Point(device.Position.Lon, device.Position.Lat);
            (string, object)[] known =
                [("region", device.Device.Region.Number), ("online", online), ("severity", (int)warnings.Of(device.Device.Id))];
            layer.Add(++id, position, tile.Zoom < NamesFrom ? known : [.. known, ("id", device.Device.Id), ("department", device.Device.Department)]);
        }
        return Task.FromResult<ReadOnlyMemory<byte>?>(layer.IsEmpty ? default(ReadOnlyMemory<byte>?) : layer.Encode());
    }
}

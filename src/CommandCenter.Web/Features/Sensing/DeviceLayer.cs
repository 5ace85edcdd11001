using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Status;
using CommandCenter.Web.Live;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>
/// The devices on the map as they are now, live by squares. A device alone is <c>"id": [x, y, look]</c>, many on one spot are
/// <c>"#n": [x, y, look, count, online]</c>: x and y in 4096ths of the square's side from its north-west corner; look 0 without an alarm,
/// 1–4 the worst open alarm among them, blue to red; of a device offline, of many all offline, the same as −1 … −5.
/// </summary>
internal sealed class DeviceLayer : ILiveLayer
{
    private const int Side = 4096;
    private const int Across = 16; // spots
    private const int Few = 6; // on one spot: each is shown
    private const int AloneFrom = 14; // zoom: each is shown, as long as they are not
    private const int Many = 2_000;
    private const int Steady = 16; // the place of many moves in steps
    private readonly CurrentState _state;
    private readonly DeviceWarnings _warnings;
    private readonly TimeProvider _clock;

    public DeviceLayer(CurrentState state, DeviceWarnings warnings, TimeProvider clock)
    {
        (_state, _warnings, _clock) = (state, warnings, clock);
        state.Changed += () => Knocked?.Invoke(default);
        warnings.Changed += () => Knocked?.Invoke(default);
    }

    public event Action<RegionCode>? Knocked;

    public string Name => "devices";

    public ValueTask<object> ReadAsync(RegionScope scope, TileId square, CancellationToken cancel)
    {
        var now = _clock.GetUtcNow();
        var spots = new List<Seen>?[Across * Across];
        var total = 0;
        foreach (var device in _state.Devices(scope, square))
        {
            if (device.Device.IsDisabled) continue;
            var (column, row) = square.Part(device.Spot, Side);
            (spots[row * Across / Side * Across + column * Across / Side] ??= []).Add(
                new(device.Device.Id, column, row, _warnings.Of(device.Device.Id), _state.IsOnline(device, now)));
            total++;
        }
        var few = square.Zoom >= AloneFrom && total <= Many ? int.MaxValue : Few;
        var marks = new Dictionary<string, int[]>();
        for (var spot = 0; spot < spots.Length; spot++)
        {
            if (spots[spot] is not { } all) continue;
            if (all.Count > few) marks[$"#{spot}"] = Together(all);
            else foreach (var one in all) marks[one.Id] = [one.X, one.Y, Look(one.Worst, one.IsOnline)];
        }
        return new(marks);
    }

    private static int[] Together(List<Seen> all)
    {
        long x = 0, y = 0;
        var (online, worst) = (0, WarningColor.None);
        foreach (var one in all)
        {
            (x, y) = (x + one.X, y + one.Y);
            if (one.Worst > worst) worst = one.Worst;
            if (one.IsOnline) online++;
        }
        return [Middle(x), Middle(y), Look(worst, online > 0), all.Count, online];

        int Middle(long sum) => (int)(sum / all.Count / Steady * Steady + Steady / 2);
    }

    private static int Look(WarningColor worst, bool isOnline) => isOnline ? (int)worst : -1 - (int)worst;

    private readonly record struct Seen(string Id, int X, int Y, WarningColor Worst, bool IsOnline);
}

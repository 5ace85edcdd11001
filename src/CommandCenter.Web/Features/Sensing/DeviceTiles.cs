using CommandCenter.Analytics.Ingest;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>Tells maps when to fetch device tiles anew: not for every reading, but soon after the state moved.</summary>
internal sealed class DeviceTiles(CurrentState state, TimeProvider clock)
{
    private static readonly TimeSpan _pace = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private (long State, DateTimeOffset At) _told = (-1, default);

    /// <summary>Changes at most every ten seconds, and only when a device did; never the same in two processes.</summary>
    public string Version
    {
        get
        {
            lock (_gate)
            {
                var (now, moved) = (clock.GetUtcNow(), state.Version);
                if (moved != _told.State && now - _told.At >= _pace) _told = (moved, now);
                return _told.At.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
        }
    }
}

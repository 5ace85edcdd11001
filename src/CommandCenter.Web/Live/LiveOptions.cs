namespace CommandCenter.Web.Live;

/// <summary>The pace and the bounds of the live feed; configuration section <c>Live</c>.</summary>
public sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>Shortest time between two reads of one panel in one region.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The same for one square of a layer of the map.</summary>
    public TimeSpan LayerInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest time a screen that follows a healthy panel waits for a newer as-of.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A read that takes longer counts as failed.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Panels read at the same moment, over all keys.</summary>
    public int ReadsAtOnce { get; init; } = 4;

    /// <summary>Keys one connection may follow; more are refused.</summary>
    public int KeysPerConnection { get; init; } = 64;

    /// <summary>Different keys one account may follow over all its connections; more are refused, whatever others follow.</summary>
    public int KeysPerAccount { get; init; } = 400;

    /// <summary>Messages kept for a slow connection; the oldest is dropped, which the screen sees as a gap.</summary>
    public int Outbox { get; init; } = 64;
}

using CommandCenter.Web.Nodes;

namespace CommandCenter.Web.Features.Sensing.Intake;

/// <summary>Whether this node takes readings now. It stops well before another may begin, so that an insert begun at the last
/// moment is over by then. Safe for many threads.</summary>
internal sealed class IntakeTenure(Node node, TimeProvider clock)
{
    /// <summary>How long a node may be silent before another takes over.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    /// <summary>How often the lease is renewed, or asked for.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(3);

    private long _until = long.MinValue;
    private long _term;
    private long _begun = -1;

    /// <summary>The term of the lease that this node holds or last heard of.</summary>
    public long Term => Interlocked.Read(ref _term);

    public bool HoldsLease => node.IsAlone || clock.GetTimestamp() < Interlocked.Read(ref _until);

    /// <summary>It holds the lease, and the intake knows everything taken before this term.</summary>
    public bool IsMine => node.IsAlone || (HoldsLease && Interlocked.Read(ref _begun) == Term);

    /// <param name="asked">Timestamp of the moment before the lease was asked for.</param>
    public void Hold(long term, long asked)
    {
        Interlocked.Exchange(ref _term, term);
        Interlocked.Exchange(ref _until, asked + (long)((Length - Margin).TotalSeconds * clock.TimestampFrequency));
    }

    public void End() => Interlocked.Exchange(ref _until, long.MinValue);

    /// <summary>The intake starts with what it has to know for this term.</summary>
    public void Begin(long term) => Interlocked.Exchange(ref _begun, term);
}

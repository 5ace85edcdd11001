using CommandCenter.Domain.Geography;
using CommandCenter.Store.Audit;

namespace CommandCenter.Store.Records;

/// <summary>One entry of the audit trail, as it was written and will stay.</summary>
public sealed class AuditEntry
{
    /// <summary>1, 2, 3 … without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was written; whole milliseconds.</summary>
    public required DateTimeOffset At { get; init; }

    public required string ActorId { get; init; }
    public required string ActorName { get; init; }
    public required string ActorRole { get; init; }

    /// <summary>The network address the actor came from; empty for the command line.</summary>
    public required string Address { get; init; }

    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to: an account, a route, a file.</summary>
    public required string Target { get; init; }

    public RegionCode? Region { get; init; }
    public required AuditOutcome Outcome { get; init; }

    /// <summary>A JSON object of texts, its keys in order.</summary>
    public required string Detail { get; init; }

    /// <summary>Which key the hash was made with.</summary>
    public required string KeyId { get; init; }

    /// <summary>The hash of the entry before, 64 lower-case hex digits; zeros for the first.</summary>
    public required string Previous { get; init; }

    public required string Hash { get; init; }
}

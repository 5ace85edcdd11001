using CommandCenter.Domain.Geography;

namespace CommandCenter.Store.Records;

/// <summary>Why a reading was put aside.</summary>
public enum LetterKind
{
    /// <summary>Stamped with a time to come. It was not acknowledged.</summary>
    Ahead,

    /// <summary>It could not be stored among the facts for good. It was acknowledged, and is counted nowhere.</summary>
    Refused,
}

/// <summary>What became of a reading that was put aside.</summary>
public enum LetterState
{
    Open,

    /// <summary>What it is replayed as is decided, whether it was taken is not yet known: replaying again does the same.</summary>
    Replaying,

    Replayed,

    /// <summary>Somebody decided that it is worth nothing.</summary>
    Discarded,
}

/// <summary>A reading that was put aside, to be looked at, corrected and replayed.</summary>
public sealed class DeadLetterRecord
{
    /// <summary>Follows from what was sent, so that a repetition is no second letter.</summary>
    public required string Id { get; init; }

    public required LetterKind Kind { get; init; }

    public required LetterState State { get; set; }

    public required string Device { get; init; }

    public required string Metric { get; init; }

    /// <summary>Milliseconds since 1970, UTC, as the device said.</summary>
    public required long Ts { get; init; }

    public required double Value { get; init; }

    /// <summary>The sender's own number for the reading.</summary>
    public string? OwnId { get; init; }

    public required string Reason { get; init; }

    /// <summary>Of the device when the letter was written.</summary>
    public required RegionCode Region { get; init; }

    /// <summary>Name of the token by which it came; empty when that is not known.</summary>
    public required string Token { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public string? FixedDevice { get; set; }

    public string? FixedMetric { get; set; }

    /// <summary>Milliseconds since 1970, UTC.</summary>
    public long? FixedTs { get; set; }

    public double? FixedValue { get; set; }

    public string? ChangedBy { get; set; }

    public DateTimeOffset? ChangedAt { get; set; }
}

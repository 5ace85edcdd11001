namespace CommandCenter.Store.Records;

/// <summary>A password an account had, as the hash it was checked with, so that it cannot be chosen again.</summary>
public sealed class PasswordHistoryRecord
{
    /// <summary>A ULID.</summary>
    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public required string Hash { get; init; }

    public required DateTimeOffset SetAt { get; init; }
}

using CommandCenter.Domain.Access;

namespace CommandCenter.Store.Records;

/// <summary>One sign-in. The browser holds a random reference; here is its hash, so that a copy of the store opens nothing.</summary>
public sealed class SessionRecord
{
    /// <summary>SHA-256 of the reference, 64 lower-case hex digits.</summary>
    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last time a person did something; written at most once a minute.</summary>
    public required DateTimeOffset LastActiveAt { get; set; }

    /// <summary>The absolute end, whatever happens until then.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The client's IP address as this server or its trusted proxy saw it.</summary>
    public required string Address { get; init; }

    public required string UserAgent { get; init; }

    public required SignInMeans Means { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public SessionEnd? EndedWhy { get; set; }
}

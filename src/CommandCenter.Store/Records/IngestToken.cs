using CommandCenter.Domain.Geography;

namespace CommandCenter.Store.Records;

/// <summary>A secret with which a city's system sends readings. The secret itself is shown once and never stored.</summary>
public sealed class IngestToken
{
    /// <summary>A ULID.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is, as its administrator called it: 水利局网关.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret, 64 lower-case hex digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Readings of devices outside this region are refused.</summary>
    public required RegionCode Scope { get; init; }

    /// <summary>The one device it may speak of; null: no such limit.</summary>
    public string? OnlyDevice { get; init; }

    /// <summary>Device type of the fleet it may speak of; null: any.</summary>
    public string? OnlyType { get; init; }

    /// <summary>Department of the fleet it may speak of; null: any.</summary>
    public string? OnlyDepartment { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when the token opens nothing; null while it is good.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}

namespace CommandCenter.Store.Records;

/// <summary>A web node of this store.</summary>
public sealed class NodeRecord
{
    /// <summary>A ULID, kept in the node's data folder.</summary>
    public required string Id { get; init; }

    /// <summary>Where the other nodes reach it.</summary>
    public required string Url { get; set; }

    /// <summary>When it last said that it is there, by the store's clock.</summary>
    public required DateTimeOffset SeenAt { get; set; }
}

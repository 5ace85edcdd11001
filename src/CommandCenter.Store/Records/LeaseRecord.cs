namespace CommandCenter.Store.Records;

/// <summary>Something only one node may do at a time, and who may now.</summary>
public sealed class LeaseRecord
{
    public required string Name { get; init; }

    /// <summary>The node; empty while nobody ever held it.</summary>
    public required string Holder { get; set; }

    /// <summary>Grows whenever another node takes it over.</summary>
    public required long Term { get; set; }

    /// <summary>By the store's clock; later anyone may take it.</summary>
    public required DateTimeOffset Until { get; set; }
}

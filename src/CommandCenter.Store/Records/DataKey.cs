namespace CommandCenter.Store.Records;

/// <summary>A key that signs cookies and forms, as the framework writes it: every node reads what another signed.</summary>
public sealed class DataKey
{
    /// <summary>The framework's name for it.</summary>
    public required string Id { get; init; }

    public required string Xml { get; init; }

    public required DateTimeOffset MadeAt { get; init; }
}

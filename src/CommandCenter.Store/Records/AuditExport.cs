namespace CommandCenter.Store.Records;

/// <summary>How far the trail was sent to somebody outside.</summary>
public sealed class AuditExport
{
    public required string Name { get; init; }

    /// <summary>The last entry that was sent.</summary>
    public required long Sequence { get; set; }
}

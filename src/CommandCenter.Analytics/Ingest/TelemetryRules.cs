namespace CommandCenter.Analytics.Ingest;

/// <summary>The limits a line of telemetry is held against.</summary>
public sealed record TelemetryRules
{
    /// <summary>How late a reading may be; older ones are refused.</summary>
    public TimeSpan Latest { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How far a device's clock may run ahead.</summary>
    public TimeSpan Ahead { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes of one line.</summary>
    public int LineBytes { get; init; } = 4_096;

    /// <summary>Characters of a reading's own id.</summary>
    public int IdLength { get; init; } = 128;

    /// <summary>How many refused lines an answer lists; the rest are only counted.</summary>
    public int ListedRejections { get; init; } = 1_000;
}

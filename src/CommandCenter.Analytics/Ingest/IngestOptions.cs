namespace CommandCenter.Analytics.Ingest;

/// <summary>The bounds of the way from a posted reading to ClickHouse.</summary>
public sealed record IngestOptions
{
    /// <summary>The folder of acknowledged readings that are not yet in ClickHouse.</summary>
    public required string Folder { get; init; }

    /// <summary>A segment file that reaches this size is closed and the next one begun.</summary>
    public long SegmentBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>What the spool may take on disk while ClickHouse is away; readings are refused beyond it.</summary>
    public long SpoolBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Posted batches waiting for the disk; further ones wait in their requests.</summary>
    public int WaitingBatches { get; init; } = 1_024;

    /// <summary>Readings written with one flush to disk.</summary>
    public int GroupRows { get; init; } = 100_000;

    /// <summary>Readings of one insert into ClickHouse.</summary>
    public int InsertRows { get; init; } = 100_000;

    /// <summary>How long readings gather before they are inserted.</summary>
    public TimeSpan InsertEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause between two attempts while ClickHouse refuses; it begins at a hundredth of it.</summary>
    public TimeSpan RetryAtMost { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Readings that another node left are brought in loads of about so many bytes: each is compared with ClickHouse at once.</summary>
    public int LeftBytes { get; init; } = 1024 * 1024;

    /// <summary>Times kept in memory of each device and metric; an older reading is looked up in ClickHouse.</summary>
    public int TimesPerSeries { get; init; } = 64;

    /// <summary>Readings' own ids kept in memory: a second reading under one of them is a duplicate.</summary>
    public int RecentIds { get; init; } = 1_000_000;
}

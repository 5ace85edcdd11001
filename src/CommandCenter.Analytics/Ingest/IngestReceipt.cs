namespace CommandCenter.Analytics.Ingest;

/// <summary>What became of a posted batch: so many readings are on disk, so many were known before.</summary>
public readonly record struct IngestReceipt(int Accepted, int Duplicates);

/// <summary>Nothing of the batch was taken: the disk or ClickHouse refuses, or another node takes readings. The sender tries again later.</summary>
public sealed class IngestUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

namespace CommandCenter.Analytics.Ingest;

/// <summary>How far ClickHouse is behind what was acknowledged.</summary>
/// <param name="SpoolBytes">Bytes on disk and not let go.</param>
/// <param name="Waiting">Acknowledged readings that are not in ClickHouse yet.</param>
/// <param name="FlushedThrough">Every reading acknowledged before this instant is in ClickHouse; null before the first flush.</param>
/// <param name="LastError">Why the last attempt failed; null when it did not.</param>
/// <param name="DeadLetters">Readings that ClickHouse refused for good, since the spool folder was made.</param>
public sealed record IngestStatus(long SpoolBytes, long Waiting, DateTimeOffset? FlushedThrough, string? LastError, long DeadLetters);

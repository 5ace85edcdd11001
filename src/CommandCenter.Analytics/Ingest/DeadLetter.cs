namespace CommandCenter.Analytics.Ingest;

/// <summary>A reading that ClickHouse refused for good, and why. It was acknowledged and is counted nowhere.</summary>
/// <param name="Ts">Milliseconds since 1970, UTC.</param>
/// <param name="Code">ClickHouse's error code.</param>
/// <param name="Reason">In ClickHouse's words; for an operator, not for a page that viewers see.</param>
public sealed record DeadLetter(string Device, string Metric, long Ts, double Value, string Id, int Code, string Reason);

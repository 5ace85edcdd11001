namespace CommandCenter.Analytics.ClickHouse;

/// <summary>ClickHouse refused or failed. <see cref="Code"/> is its error code (159 timeout, 241 memory, 396 result rows …), 0 when unknown.
/// The message is for logs, never for a page.</summary>
public sealed class ClickHouseException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;
}

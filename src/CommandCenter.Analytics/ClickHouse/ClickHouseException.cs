namespace CommandCenter.Analytics.ClickHouse;

/// <summary>ClickHouse refused or failed. <see cref="Code"/> is its error code (159 timeout, 241 memory, 396 result rows …), 0 when unknown.
/// The message is for logs, never for a page.</summary>
public sealed class ClickHouseException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    /// <summary>Nothing is wrong with what was asked: no line, no answer in time, too much asked at once. Later it may succeed.</summary>
    public bool MayPass => Code is HttpPatience.Timeout or HttpPatience.NoLine or TimedOut or TooSlow or OutOfMemory || HttpPatience.NotNow.Contains(Code);

    private const int TimedOut = 159, TooSlow = 160, OutOfMemory = 241;
}

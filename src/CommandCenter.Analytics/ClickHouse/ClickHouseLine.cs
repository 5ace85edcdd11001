namespace CommandCenter.Analytics.ClickHouse;

/// <summary>How the line to ClickHouse stands: the worse, the greater.</summary>
public enum ClickHouseLine
{
    /// <summary>Requests are sent.</summary>
    Up,

    /// <summary>It failed; one request tries whether it works again.</summary>
    Trying,

    /// <summary>It failed so often that nothing is sent for a while: questions fail at once, readings wait in the spool.</summary>
    Down,
}

namespace CommandCenter.Analytics.Ingest;

/// <summary>What came in one request for a device that nobody registered. Not safe for two threads.</summary>
/// <param name="id">The number it gave; one that could be registered.</param>
public sealed class UnknownDevice(string id)
{
    private const int MostMetrics = 16;
    private const int LongestMetric = 64;
    private readonly SortedSet<string> _metrics = new(StringComparer.Ordinal);

    public string Id => id;

    /// <summary>Readings that were refused.</summary>
    public int Count { get; private set; }

    /// <summary>Keys of the metrics it sent, at most 16.</summary>
    public IReadOnlyCollection<string> Metrics => _metrics;

    internal void Add(string? metric)
    {
        Count++;
        if (metric is { Length: > 0 and <= LongestMetric } && _metrics.Count < MostMetrics && metric.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            _metrics.Add(metric);
    }
}

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>A bounded number of places and a bounded queue before them, so that a slow server holds up a bounded number of callers.</summary>
internal sealed class Bulkhead(string what, int places, int waiting, TimeSpan longest) : IDisposable
{
    private const int TooManySimultaneousQueries = 202;
    private readonly SemaphoreSlim _free = new(places);
    private int _queued;

    /// <summary>Waits for a place; disposing what it returns gives it back.</summary>
    /// <exception cref="ClickHouseException">The queue is full, or the wait took too long.</exception>
    public async ValueTask<Place> EnterAsync(CancellationToken cancel)
    {
        if (await _free.WaitAsync(TimeSpan.Zero, cancel)) return new(_free);
        try
        {
            if (Interlocked.Increment(ref _queued) > waiting) throw Refused($"{waiting} already wait");
            if (!await _free.WaitAsync(longest, cancel)) throw Refused($"none of {places} ended within {longest.TotalSeconds:0.###} s");
            return new(_free);
        }
        finally
        {
            Interlocked.Decrement(ref _queued);
        }
    }

    public void Dispose() => _free.Dispose();

    private ClickHouseException Refused(string why) => new(TooManySimultaneousQueries, $"Too many {what} at once: {why}.");

    /// <summary>A place that is taken.</summary>
    internal sealed class Place(SemaphoreSlim free) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) free.Release();
        }
    }
}

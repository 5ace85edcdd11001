namespace CommandCenter.Analytics.Ingest;

/// <summary>What is known of one time in one series.</summary>
internal enum Sighting
{
    /// <summary>Never seen.</summary>
    New,

    /// <summary>Seen: a duplicate.</summary>
    Known,

    /// <summary>Older than what is kept here: only ClickHouse knows.</summary>
    Late,
}

/// <summary>
/// The times of every series (device and metric) that were taken: exact, and bounded. Of each series the newest times are kept
/// and a floor, the largest time that was let go; a time above the floor is decided here. A time is let go only after it is in
/// ClickHouse. Safe for the writer and the flusher at once.
/// </summary>
internal sealed class SeriesLedger(int timesPerSeries)
{
    private sealed class Series
    {
        /// <summary>Sorted; a time is shifted left by one, and its lowest bit set until it is in ClickHouse.</summary>
        public List<long> Times = [];

        public long Floor = -1;
    }

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Device, string Metric), Series> _series = [];

    public Sighting Look(string device, string metric, long ts)
    {
        lock (_lock)
        {
            if (!_series.TryGetValue((device, metric), out var series)) return Sighting.New;
            if (Find(series, ts) >= 0) return Sighting.Known;
            return ts <= series.Floor ? Sighting.Late : Sighting.New;
        }
    }

    /// <summary>Notes a time that is on its way to ClickHouse. False when it was known.</summary>
    public bool Add(string device, string metric, long ts)
    {
        lock (_lock)
        {
            var series = Of(device, metric);
            var at = Find(series, ts);
            if (at >= 0) return false;
            series.Times.Insert(~at, (ts << 1) | 1);
            return true;
        }
    }

    /// <summary>Takes an <see cref="Add"/> back.</summary>
    public void Remove(string device, string metric, long ts)
    {
        lock (_lock)
        {
            var series = Of(device, metric);
            if (Find(series, ts) is var at and >= 0) series.Times.RemoveAt(at);
        }
    }

    /// <summary>The time is in ClickHouse now; older times than are to be kept are let go.</summary>
    public void Flushed(string device, string metric, long ts)
    {
        lock (_lock)
        {
            var series = Of(device, metric);
            if (Find(series, ts) is var at and >= 0) series.Times[at] = ts << 1;
            var go = 0;
            while (series.Times.Count - go > timesPerSeries && (series.Times[go] & 1) == 0) go++;
            if (go == 0) return;
            series.Floor = Math.Max(series.Floor, series.Times[go - 1] >> 1);
            series.Times.RemoveRange(0, go);
        }
    }

    /// <summary>ClickHouse holds the series up to this time; whatever is not newer is asked there.</summary>
    public void StartAt(string device, string metric, long newest)
    {
        lock (_lock)
        {
            var series = Of(device, metric);
            series.Floor = Math.Max(series.Floor, newest);
        }
    }

    private Series Of(string device, string metric)
    {
        if (_series.TryGetValue((device, metric), out var series)) return series;
        return _series[(device, metric)] = new();
    }

    /// <summary>Where the time is, or the complement of where it belongs.</summary>
    private static int Find(Series series, long ts)
    {
        var times = series.Times;
        if (times.Count == 0 || times[^1] >> 1 < ts) return ~times.Count;
        int low = 0, high = times.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var at = times[middle] >> 1;
            if (at == ts) return middle;
            if (at < ts) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }
}

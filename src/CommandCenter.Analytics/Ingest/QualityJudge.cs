using System.Runtime.InteropServices;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Ingest;

/// <summary>
/// Marks readings that break the quality rules of their device's type, in the order of the devices' clocks. What is older than anything it
/// remembers of a series, as a backlog or a history is, is held against what came together with it. Not for several threads.
/// Cost: at most 0.2 µs for a reading without rules, about 1 µs for one with; 200 bytes a series with rules.
/// </summary>
internal sealed class QualityJudge(DeviceRegister register)
{
    private readonly Dictionary<(string Device, string Metric), QualityTrack> _tracks = [];
    private readonly Dictionary<(string Device, string Metric), QualityTrack> _late = [];
    private readonly List<(long Ts, int Index)> _order = [];

    /// <summary>Marks new readings. One that is marked already stays as it is. Where any is marked all are put into the order of time: what
    /// it is held against comes before it.</summary>
    public void Judge(List<Reading> readings, bool isPast)
    {
        _order.Clear();
        _late.Clear();
        var all = CollectionsMarshal.AsSpan(readings);
        for (var i = 0; i < all.Length; i++)
            if (all[i].IsGood && RuleOf(all[i].Device.Type, all[i].Metric.Key) is not null) _order.Add((all[i].Ts, i));
        // Of two at one time the first that came is first.
        _order.Sort();
        foreach (var (_, i) in _order)
        {
            ref var reading = ref all[i];
            var key = (reading.Device.Id, reading.Metric.Key);
            var track = isPast ? null : Of(_tracks, key);
            if (track?.Reaches(reading.Ts) != true) track = Of(_late, key);
            var quality = track.Judge(reading.Ts, reading.Value, RuleOf(reading.Device.Type, reading.Metric.Key)!);
            if (quality is not ReadingQuality.Good) reading = reading with { Quality = quality };
        }

        if (!readings.Exists(reading => !reading.IsGood)) return;
        Reading[] inTime = [.. readings.OrderBy(reading => reading.Ts)];
        readings.Clear();
        readings.AddRange(inTime);
    }

    /// <summary>Takes up what ClickHouse knows: the newest good reading of every series, and since when it has had that value.</summary>
    public async Task ResumeAsync(IEnumerable<ReadingRow> latest, ReadingsQueries queries, DateTimeOffset now, CancellationToken cancel)
    {
        var longest = register.Types.SelectMany(type => type.Metrics).Where(metric => metric.LongestUnchanged is not null)
            .GroupBy(metric => metric.Key, metric => metric.LongestUnchanged!.Value);
        var since = new Dictionary<(string, string), (double Value, long Since)>();
        foreach (var alike in longest.GroupBy(metric => metric.Max(), metric => metric.Key))
        {
            try
            {
                // Two hours more: the first of them is rarely whole.
                await foreach (var one in queries.UnchangedAsync([.. alike], now - alike.Key - TimeSpan.FromHours(2), cancel))
                    since[(one.Device, one.Metric)] = (one.Value, one.Since);
            }
            catch (ClickHouseException)
            {
                // A hint, which must not keep readings from being taken: what is stuck since before the start is marked later.
            }
        }

        foreach (var row in latest)
            Resume(row, since.TryGetValue((row.Device, row.Metric), out var run) && run.Value == row.Value ? Math.Min(run.Since, row.Ts) : row.Ts);
    }

    /// <summary>Takes up readings that the spool holds.</summary>
    public void Resume(IEnumerable<ReadingRow> rows)
    {
        foreach (var row in rows.OrderBy(row => row.Ts)) Resume(row, row.Ts);
    }

    private void Resume(in ReadingRow row, long since)
    {
        if (row.Quality is not ReadingQuality.Good || register.Find(row.Device) is not { } device || RuleOf(device.Type, row.Metric) is null) return;
        Of(_tracks, (row.Device, row.Metric)).Resume(row.Ts, row.Value, since);
    }

    private TypeMetric? RuleOf(string type, string metric) =>
        register.TypeOf(type).Find(metric) is { } rule && (rule.LargestStep ?? rule.LongestUnchanged?.TotalMilliseconds) is not null ? rule : null;

    private static QualityTrack Of(Dictionary<(string, string), QualityTrack> tracks, (string, string) key)
    {
        ref var track = ref CollectionsMarshal.GetValueRefOrAddDefault(tracks, key, out _);
        return track ??= new();
    }
}

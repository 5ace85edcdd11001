using System.Collections.Concurrent;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Sensing;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Web.Live;
using CommandCenter.Web.Map;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>The live panel of devices: counts from memory, readings per minute from ClickHouse.</summary>
internal sealed class SensingFeed : ILivePanel
{
    private const int MinutesShown = 60;
    private const int RegionsKept = 1_000;
    private static readonly TimeSpan _minutesAge = TimeSpan.FromSeconds(2);

    private readonly CurrentState _state;
    private readonly SensingQueries _queries;
    private readonly DeviceTiles _tiles;
    private readonly AtlasHolder _atlases;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<RegionCode, (DateTimeOffset At, IReadOnlyList<MinuteCount> Minutes)> _minutes = [];

    public SensingFeed(CurrentState state, SensingQueries queries, DeviceTiles tiles, AtlasHolder atlases, TimeProvider clock)
    {
        (_state, _queries, _tiles, _atlases, _clock) = (state, queries, tiles, atlases, clock);
        state.Changed += () => Knocked?.Invoke(default);
    }

    public event Action<RegionCode>? Knocked;

    public string Name => "sensing";

    /// <summary>The live key of a region: what a screen writes into <c>data-live</c>.</summary>
    public static string Key(RegionCode region) => new LiveKey("sensing", region).ToString();

    public async ValueTask<object> ReadAsync(RegionScope scope, CancellationToken cancel) => await PictureAsync(scope, cancel);

    public async Task<SensingPicture> PictureAsync(RegionScope scope, CancellationToken cancel)
    {
        var region = scope.Root;
        var now = _clock.GetUtcNow();
        var thisMinute = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        var children = _atlases.Current.Tree.Children(region);
        var counts = await MinutesAsync(scope, children.Count > 0 ? children[0].Level : region.DigitLevel, now, thisMinute, cancel);
        var summary = _state.Summarize(scope, now);
        var lastMinute = counts.Where(count => count.Minute == thisMinute.AddMinutes(-1)).ToArray();
        return new(
            summary.Total, summary.Online, summary.Total - summary.Online,
            summary.Total == 0 ? null : Math.Round(100.0 * summary.Online / summary.Total, 1),
            lastMinute.Sum(count => count.Readings),
            Series(counts, thisMinute),
            LatestPicture.Of(summary.Latest),
            summary.Departments.OrderByDescending(department => department.Total).ThenBy(department => department.Department, StringComparer.Ordinal)
                .ToDictionary(department => department.Department, department =>
                    new DepartmentPicture(department.Total, department.Online, (double)department.Online / department.Total)),
            children.ToDictionary(child => child.Code.ToString(), child => PictureOf(child.Code, now, lastMinute)),
            summary.IsIllustrative,
            _tiles.Version);
    }

    private RegionPicture PictureOf(RegionCode child, DateTimeOffset now, IEnumerable<MinuteCount> lastMinute)
    {
        var summary = _state.Summarize(RegionScope.Of(child), now);
        return new(summary.Total, summary.Online, lastMinute.Where(count => count.Region == child).Sum(count => count.Readings));
    }

    private static long[] Series(IEnumerable<MinuteCount> counts, DateTimeOffset thisMinute)
    {
        var series = new long[MinutesShown];
        foreach (var count in counts)
            series[MinutesShown - (int)(thisMinute - count.Minute).TotalMinutes] += count.Readings;
        return series;
    }

    /// <summary>The counts move once a minute, so knocks that come faster share one answer for two seconds.</summary>
    private async Task<IReadOnlyList<MinuteCount>> MinutesAsync(
        RegionScope scope, RegionLevel level, DateTimeOffset now, DateTimeOffset thisMinute, CancellationToken cancel)
    {
        if (_minutes.TryGetValue(scope.Root, out var known) && known.At >= thisMinute && known.At <= now && now - known.At < _minutesAge) return known.Minutes;
        var minutes = await _queries.MinutesAsync(scope, level, thisMinute.AddMinutes(-MinutesShown), thisMinute, cancel);
        if (_minutes.Count >= RegionsKept) _minutes.Clear();
        _minutes[scope.Root] = (now, minutes);
        return minutes;
    }
}

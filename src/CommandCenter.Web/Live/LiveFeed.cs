using System.Collections.Frozen;
using System.Text.Json;
using CommandCenter.Domain.Geography;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Live;

/// <summary>
/// Asked once, shown to thousands: each followed key is read at most once per interval, only after a knock or a heartbeat,
/// written once and posted to every screen that follows it. A key nobody follows costs nothing. Safe for many threads.
/// </summary>
public sealed partial class LiveFeed(
    IEnumerable<ILivePanel> panels,
    ServerInstance server,
    IOptions<LiveOptions> options,
    TimeProvider clock,
    ILogger<LiveFeed> log) : BackgroundService
{
    private readonly LiveOptions _options = options.Value;
    private readonly FrozenDictionary<string, ILivePanel> _panels = panels.ToFrozenDictionary(panel => panel.Name);
    private readonly SemaphoreSlim _reads = new(options.Value.ReadsAtOnce);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<LiveKey, LiveTopic> _topics = [];
    private int _connections;

    /// <summary>Screens that are connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Panels and regions that somebody follows.</summary>
    public int Keys
    {
        get
        {
            lock (_gate) return _topics.Count;
        }
    }

    internal void Enter() => Interlocked.Increment(ref _connections);

    /// <summary>Lets a connection follow a key and posts it the snapshot; false when the panel is unknown or a bound is reached.</summary>
    internal bool Join(LiveKey key, LiveLine line)
    {
        if (!_panels.TryGetValue(key.Panel, out var panel)) return false;
        lock (_gate)
        {
            if (!line.Keys.Contains(key) && line.Keys.Count >= _options.KeysPerConnection) return false;
            if (!_topics.TryGetValue(key, out var topic))
            {
                if (_topics.Count >= _options.Keys) return false;
                _topics[key] = topic = new(key, server.Id, _options, clock);
                _ = Task.Run(() => topic.RunAsync(cancel => ReadAsync(panel, key.Region, cancel), _stopping.Token));
            }
            line.Keys.Add(key);
            topic.Join(line);
            return true;
        }
    }

    internal void Leave(LiveKey key, LiveLine line)
    {
        lock (_gate)
        {
            if (!line.Keys.Remove(key) || !_topics[key].Leave(line)) return;
            _topics.Remove(key, out var topic);
            topic!.Abandon();
        }
    }

    internal void LeaveAll(LiveLine line)
    {
        Interlocked.Decrement(ref _connections);
        lock (_gate)
            foreach (var key in line.Keys.ToArray())
                Leave(key, line);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var knocks = _panels.Values.Select(panel => (panel, knock: new Action<RegionCode>(region => Knock(panel.Name, region)))).ToArray();
        foreach (var (panel, knock) in knocks) panel.Knocked += knock;
        try
        {
            using var heartbeat = new PeriodicTimer(_options.Heartbeat, clock);
            while (await heartbeat.WaitForNextTickAsync(stoppingToken))
                foreach (var topic in Topics())
                    topic.Value.Knock();
        }
        finally
        {
            foreach (var (panel, knock) in knocks) panel.Knocked -= knock;
            await _stopping.CancelAsync();
        }
    }

    private void Knock(string panel, RegionCode region)
    {
        foreach (var (key, topic) in Topics())
            if (key.Panel == panel && (!region.IsRegion || key.Region.Contains(region)))
                topic.Knock();
    }

    private KeyValuePair<LiveKey, LiveTopic>[] Topics()
    {
        lock (_gate) return [.. _topics];
    }

    private async Task<JsonElement?> ReadAsync(ILivePanel panel, RegionCode region, CancellationToken cancel)
    {
        await _reads.WaitAsync(cancel);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(_options.ReadTimeout);
            return LiveState.Render(await panel.ReadAsync(region, limit.Token));
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            PanelFailed(log, failure, panel.Name, region);
            return null;
        }
        finally
        {
            _reads.Release();
        }
    }

    [LoggerMessage(LogLevel.Error, "Live panel {Panel} of {Region} could not be read")]
    private static partial void PanelFailed(ILogger log, Exception failure, string panel, RegionCode region);
}

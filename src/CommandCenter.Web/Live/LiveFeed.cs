using System.Collections.Frozen;
using System.Text.Json;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
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
    private KeyValuePair<LiveKey, LiveTopic>[]? _all; // of them, until one comes or goes: a knock takes no lock
    private readonly Dictionary<string, Dictionary<LiveKey, int>> _accounts = []; // account → its keys, each with how many of its lines
    private int _connections;

    /// <summary>Screens that are connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Panels, and layers by squares, that somebody follows.</summary>
    public int Keys
    {
        get
        {
            lock (_gate) return _topics.Count;
        }
    }

    internal void Enter() => Interlocked.Increment(ref _connections);

    /// <summary>Lets a connection follow a key and posts it the snapshot; false when the panel is unknown, the region is not wholly
    /// in the caller's scope, or a bound is reached.</summary>
    internal bool Join(LiveKey key, RegionScope caller, LiveLine line)
    {
        if (!_panels.TryGetValue(key.Panel, out var panel) || panel is ILiveLayer != key.Square is not null || !caller.Covers(key.Region)) return false;
        var scope = caller.Within(key.Region); // equal for all who may follow the key, so one answer serves them
        lock (_gate)
        {
            if (!line.Keys.Contains(key) && !Counts(key, line)) return false;
            if (!_topics.TryGetValue(key, out var topic))
            {
                Volatile.Write(ref _all, null);
                _topics[key] = topic = new(key, server.Id, key.Square is null ? _options.Interval : _options.LayerInterval, _options, clock);
                _ = Task.Run(() => topic.RunAsync(cancel => ReadAsync(panel, scope, key.Square, cancel), _stopping.Token));
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
            if (!line.Keys.Remove(key)) return;
            Discount(key, line);
            if (!_topics[key].Leave(line)) return;
            _topics.Remove(key, out var topic);
            Volatile.Write(ref _all, null);
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
        if (Volatile.Read(ref _all) is { } all) return all;
        lock (_gate) return _all = [.. _topics];
    }

    /// <summary>Counts the key for the connection's account; false when the connection or the account has all it may have.</summary>
    private bool Counts(LiveKey key, LiveLine line)
    {
        if (line.Keys.Count >= _options.KeysPerConnection) return false;
        if (!_accounts.TryGetValue(line.Account, out var keys)) _accounts[line.Account] = keys = [];
        var lines = keys.GetValueOrDefault(key);
        if (lines == 0 && keys.Count >= _options.KeysPerAccount) return false;
        keys[key] = lines + 1;
        return true;
    }

    private void Discount(LiveKey key, LiveLine line)
    {
        var keys = _accounts[line.Account];
        if (--keys[key] > 0) return;
        keys.Remove(key);
        if (keys.Count == 0) _accounts.Remove(line.Account);
    }

    private async Task<JsonElement?> ReadAsync(ILivePanel panel, RegionScope scope, TileId? square, CancellationToken cancel)
    {
        await _reads.WaitAsync(cancel);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(_options.ReadTimeout);
            return LiveState.Render(square is { } tile ? await ((ILiveLayer)panel).ReadAsync(scope, tile, limit.Token) : await panel.ReadAsync(scope, limit.Token));
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            PanelFailed(log, failure, panel.Name, scope.Root);
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

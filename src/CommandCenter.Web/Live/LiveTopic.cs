using System.Text.Json;
using System.Threading.Channels;

namespace CommandCenter.Web.Live;

/// <summary>One followed key: its screens, what they were told last, and the loop that reads the panel after a knock.</summary>
internal sealed class LiveTopic(LiveKey key, string epoch, TimeSpan interval, LiveOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly HashSet<LiveLine> _lines = [];
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Channel<bool> _knocks = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private LiveState? _told;
    private LiveMessage? _snapshot; // of what was told, once somebody asked for it

    /// <summary>Adds a screen, or answers one that is here already and lost its place: it gets the snapshot at hand.</summary>
    public void Join(LiveLine line)
    {
        lock (_gate)
        {
            _lines.Add(line);
            if (_told is { } state) line.Post(_snapshot ??= LiveMessage.Snapshot(state));
        }
    }

    /// <summary>Takes a screen off; true when it was the last one.</summary>
    public bool Leave(LiveLine line)
    {
        lock (_gate) return _lines.Remove(line) && _lines.Count == 0;
    }

    public void Knock() => _knocks.Writer.TryWrite(true);

    public void Abandon() => _abandoned.Cancel();

    /// <summary>Reads once at the start and then after each knock, at most once per interval, until abandoned.</summary>
    /// <param name="read">The panel's data, or null when the panel failed: then the screens are told nothing and grey by age.</param>
    public async Task RunAsync(Func<CancellationToken, Task<JsonElement?>> read, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, _abandoned.Token);
        try
        {
            Knock();
            await foreach (var _ in _knocks.Reader.ReadAllAsync(ended.Token))
            {
                var asOf = clock.GetUtcNow();
                if (await read(ended.Token) is { } data) Tell(asOf, data);
                await Task.Delay(interval, clock, ended.Token);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }
    }

    private void Tell(DateTimeOffset asOf, JsonElement data)
    {
        lock (_gate)
        {
            if (_told is { } before && before.Shows(data) && asOf - before.AsOf < options.Heartbeat / 2) return;
            var state = new LiveState(key, epoch, (_told?.Offset ?? -1) + 1, asOf, data);
            var message = _told is null ? LiveMessage.Snapshot(state) : LiveMessage.Delta(_told, state);
            foreach (var line in _lines) line.Post(message);
            _told = state;
            _snapshot = _told.Offset == 0 ? message : null;
        }
    }
}

using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Analytics.Tiles;

/// <summary>Tiles of layers that were asked for, the most recently used, up to a number of bytes: what one caller of a scope got, the next
/// gets without work. Callers who ask for the same tile at once wait for one answer. A source is told by its identity, and its tiles never change.
/// Safe for many threads.</summary>
/// <param name="mostBytes">Of all tiles together, each counted with 256 more for its entry, and the letters of its filter.</param>
public sealed class TileCache(long mostBytes)
{
    private const int Entry = 256;
    private readonly Lock _gate = new();
    private readonly Dictionary<Key, LinkedListNode<(Key Key, ReadOnlyMemory<byte>? Tile)>> _kept = [];
    private readonly LinkedList<(Key Key, ReadOnlyMemory<byte>? Tile)> _byUse = [];
    private readonly Dictionary<Key, Task<ReadOnlyMemory<byte>?>> _asked = [];
    private long _bytes;

    private readonly record struct Key(IFilteredTiles Source, TileFilter Filter, RegionCode Root, TileId Tile);

    /// <summary>What the tiles take now.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate) return _bytes;
        }
    }

    /// <summary>The source, asked through this cache. The source's failure reaches everybody who waited, and the next caller asks again;
    /// one who goes away leaves the others their answer.</summary>
    public IFilteredTiles Over(IFilteredTiles source) => new Cached(this, source);

    private Task<ReadOnlyMemory<byte>?> TileAsync(IFilteredTiles source, RegionScope scope, TileId tile, TileFilter filter, CancellationToken cancel)
    {
        var key = new Key(source, filter, scope.Root, tile);
        lock (_gate)
        {
            if (_kept.TryGetValue(key, out var entry))
            {
                _byUse.Remove(entry);
                _byUse.AddFirst(entry);
                return Task.FromResult(entry.Value.Tile);
            }
            if (!_asked.TryGetValue(key, out var asked)) _asked[key] = asked = Task.Run(() => AskAsync(key, scope), CancellationToken.None);
            return asked.WaitAsync(cancel);
        }
    }

    /// <summary>Lets go of a source that is no longer served.</summary>
    public void Forget(IFilteredTiles source)
    {
        lock (_gate)
            foreach (var entry in _kept.Values.Where(entry => entry.Value.Key.Source == source).ToList()) Remove(entry);
    }

    private async Task<ReadOnlyMemory<byte>?> AskAsync(Key key, RegionScope scope)
    {
        try
        {
            var tile = await key.Source.TileAsync(scope, key.Tile, key.Filter, CancellationToken.None);
            lock (_gate) Keep(key, tile);
            return tile;
        }
        finally
        {
            lock (_gate) _asked.Remove(key);
        }
    }

    private void Keep(Key key, ReadOnlyMemory<byte>? tile)
    {
        var cost = Cost((key, tile));
        if (cost > mostBytes || _kept.ContainsKey(key)) return;
        _kept[key] = _byUse.AddFirst((key, tile));
        _bytes += cost;
        while (_bytes > mostBytes) Remove(_byUse.Last!);
    }

    private void Remove(LinkedListNode<(Key Key, ReadOnlyMemory<byte>? Tile)> entry)
    {
        _byUse.Remove(entry);
        _kept.Remove(entry.Value.Key);
        _bytes -= Cost(entry.Value);
    }

    private sealed class Cached(TileCache cache, IFilteredTiles source) : IFilteredTiles
    {
        public string Layer => source.Layer;

        public Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, CancellationToken cancel) => TileAsync(scope, tile, TileFilter.None, cancel);

        public Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, TileFilter filter, CancellationToken cancel) =>
            cache.TileAsync(source, scope, tile, filter, cancel);
    }

    private static long Cost((Key Key, ReadOnlyMemory<byte>? Tile) entry) => Entry + (entry.Key.Filter.Class?.Length ?? 0) * 2 + (entry.Tile?.Length ?? 0);
}

using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Tiles;

/// <summary>Tiles of layers that were asked for, the most recently used, up to a number of bytes: what one caller of a scope got, the next
/// gets without work. Callers who ask for the same tile at once wait for one answer. A version's tiles never change. Safe for many threads.</summary>
/// <param name="mostBytes">Of all tiles together, each counted with 256 more for its entry.</param>
public sealed class TileCache(long mostBytes)
{
    private const int Entry = 256;
    private readonly Lock _gate = new();
    private readonly Dictionary<Key, LinkedListNode<(Key Key, ReadOnlyMemory<byte>? Tile)>> _kept = [];
    private readonly LinkedList<(Key Key, ReadOnlyMemory<byte>? Tile)> _byUse = [];
    private readonly Dictionary<Key, Task<ReadOnlyMemory<byte>?>> _asked = [];
    private long _bytes;

    private readonly record struct Key(LayerVersion Version, RegionCode Root, TileId Tile);

    /// <summary>What the tiles take now.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate) return _bytes;
        }
    }

    /// <summary>The tile as the source gives it. The source's failure reaches everybody who waited, and the next caller asks again;
    /// one who goes away leaves the others their answer.</summary>
    public Task<ReadOnlyMemory<byte>?> TileAsync(LayerVersion version, ITileSource source, RegionScope scope, TileId tile, CancellationToken cancel)
    {
        var key = new Key(version, scope.Root, tile);
        lock (_gate)
        {
            if (_kept.TryGetValue(key, out var entry))
            {
                _byUse.Remove(entry);
                _byUse.AddFirst(entry);
                return Task.FromResult(entry.Value.Tile);
            }
            if (!_asked.TryGetValue(key, out var asked)) _asked[key] = asked = Task.Run(() => AskAsync(key, source, scope), CancellationToken.None);
            return asked.WaitAsync(cancel);
        }
    }

    /// <summary>Lets go of a version that is no longer served.</summary>
    public void Forget(LayerVersion version)
    {
        lock (_gate)
            foreach (var entry in _kept.Values.Where(entry => entry.Value.Key.Version == version).ToList()) Remove(entry);
    }

    private async Task<ReadOnlyMemory<byte>?> AskAsync(Key key, ITileSource source, RegionScope scope)
    {
        try
        {
            var tile = await source.TileAsync(scope, key.Tile, CancellationToken.None);
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
        if (Cost(tile) > mostBytes || _kept.ContainsKey(key)) return;
        _kept[key] = _byUse.AddFirst((key, tile));
        _bytes += Cost(tile);
        while (_bytes > mostBytes) Remove(_byUse.Last!);
    }

    private void Remove(LinkedListNode<(Key Key, ReadOnlyMemory<byte>? Tile)> entry)
    {
        _byUse.Remove(entry);
        _kept.Remove(entry.Value.Key);
        _bytes -= Cost(entry.Value.Tile);
    }

    private static long Cost(ReadOnlyMemory<byte>? tile) => Entry + (tile?.Length ?? 0);
}

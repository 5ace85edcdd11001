using System.Collections.Concurrent;
using System.Security.Claims;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Layers;
using CommandCenter.Web.Map;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Features.Layers;

/// <summary>The objects of the versions that are shown, in memory: each is read when somebody first asks for it, once for all who ask. When
/// they take more than their bound those that nobody asked for the longest go; a version that alone is larger is asked from ClickHouse.</summary>
internal sealed class LayerSets : ITileShelf, IDisposable
{
    private readonly LayerShelf _shelf;
    private readonly FeatureQueries _features;
    private readonly IClickHouse _clickHouse;
    private readonly long _mostBytes;
    private readonly TileCache _tiles;
    private readonly ConcurrentDictionary<Key, Held> _held = [];
    private long _clock;

    public LayerSets(LayerShelf shelf, FeatureQueries features, IClickHouse clickHouse, IOptions<LayersOptions> options)
    {
        (_shelf, _features, _clickHouse) = (shelf, features, clickHouse);
        _mostBytes = (long)options.Value.MemoryMegabytes << 20;
        _tiles = new((long)options.Value.TileMegabytes << 20);
        _shelf.Changed += Forget;
    }

    /// <summary>Sensitive layers are held without labels: their objects are looked at one by one and on record.</summary>
    private readonly record struct Key(LayerVersion Version, GeometryKind Kind, bool Labels);

    private sealed class Held(Func<Task<IFilteredTiles>> read)
    {
        private readonly Lazy<Task<IFilteredTiles>> _reading = new(read);

        public Task<IFilteredTiles> Reading => _reading.Value;

        /// <summary>Larger than of all that were asked for before.</summary>
        public long Used { get; set; }

        public IFilteredTiles? Ready => _reading.IsValueCreated && Reading.IsCompletedSuccessfully ? Reading.Result : null;

        public long Bytes => Ready is MemoryTiles memory ? memory.Set.Bytes : 0;
    }

    public async Task<IFilteredTiles?> FindAsync(string layer, ClaimsPrincipal caller, CancellationToken cancel) =>
        _shelf.Find(caller, layer) is { Shown: not null } found ? _tiles.Over(await SourceAsync(found, cancel)) : null;

    /// <summary>The objects of a layer; null before its first import, and when they are too many for the memory.</summary>
    public async Task<FeatureSet?> SetAsync(ShelvedLayer layer, CancellationToken cancel) =>
        layer.Shown is null ? null : (await SourceAsync(layer, cancel) as MemoryTiles)?.Set;

    public void Dispose() => _shelf.Changed -= Forget;

    private async Task<IFilteredTiles> SourceAsync(ShelvedLayer layer, CancellationToken cancel)
    {
        var key = KeyOf(layer);
        var held = _held.GetOrAdd(key, _ => new(() => Task.Run(() => ReadAsync(key))));
        held.Used = Interlocked.Increment(ref _clock);
        try
        {
            return await held.Reading.WaitAsync(cancel);
        }
        catch (Exception) when (held.Reading.IsFaulted)
        {
            _held.TryRemove(new(key, held)); // Whoever asks next reads again.
            throw;
        }
    }

    private async Task<IFilteredTiles> ReadAsync(Key key)
    {
        if (await _features.SizeAsync(key.Version, CancellationToken.None) > _mostBytes) return new ClickHouseTiles(_clickHouse, key.Version, key.Kind, key.Labels);
        var set = await _features.LoadAsync(key.Version, key.Kind, key.Labels, CancellationToken.None);
        MakeRoom(set.Bytes);
        return new MemoryTiles(set);
    }

    private void MakeRoom(long bytes)
    {
        foreach (var (key, held) in _held.OrderBy(pair => pair.Value.Used))
        {
            if (_held.Values.Sum(one => one.Bytes) + bytes <= _mostBytes) return;
            if (held.Bytes > 0) Drop(key);
        }
    }

    private void Forget()
    {
        var shown = _shelf.All.Select(KeyOf).ToHashSet();
        foreach (var key in _held.Keys)
            if (!shown.Contains(key)) Drop(key);
    }

    private void Drop(Key key)
    {
        if (_held.TryRemove(key, out var held) && held.Ready is { } source) _tiles.Forget(source);
    }

    private static Key KeyOf(ShelvedLayer layer) => new(layer.Version, layer.Layer.Kind, layer.Layer.Sensitivity is not Sensitivity.Sensitive);
}

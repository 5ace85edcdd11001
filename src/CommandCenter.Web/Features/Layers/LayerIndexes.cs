using System.Collections.Concurrent;
using System.Security.Claims;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Layers;
using CommandCenter.Web.Map;

namespace CommandCenter.Web.Features.Layers;

/// <summary>The objects of the versions that are shown, in memory; each is read when somebody first asks for it, once for all who ask.</summary>
internal sealed class LayerIndexes : ITileShelf, IDisposable
{
    private readonly LayerShelf _shelf;
    private readonly FeatureQueries _features;
    private readonly ConcurrentDictionary<LayerVersion, Lazy<Task<FeatureIndex>>> _indexes = [];

    public LayerIndexes(LayerShelf shelf, FeatureQueries features)
    {
        (_shelf, _features) = (shelf, features);
        _shelf.Changed += Forget;
    }

    public async Task<ITileSource?> FindAsync(string layer, ClaimsPrincipal caller, CancellationToken cancel) =>
        _shelf.Find(caller, layer) is { Shown: not null } found
            ? new LayerTiles(await IndexAsync(found.Version, cancel), labels: found.Layer.Sensitivity is not Sensitivity.Sensitive)
            : null;

    public async Task<FeatureIndex> IndexAsync(LayerVersion version, CancellationToken cancel)
    {
        var reading = _indexes.GetOrAdd(version, key => new(() => FeatureIndex.LoadAsync(_features, key, CancellationToken.None)));
        try
        {
            return await reading.Value.WaitAsync(cancel);
        }
        catch (Exception) when (reading.Value.IsFaulted)
        {
            _indexes.TryRemove(new(version, reading)); // Whoever asks next reads again.
            throw;
        }
    }

    public void Dispose() => _shelf.Changed -= Forget;

    private void Forget()
    {
        var shown = _shelf.All.Select(one => one.Version).ToHashSet();
        foreach (var version in _indexes.Keys)
            if (!shown.Contains(version)) _indexes.TryRemove(version, out _);
    }
}

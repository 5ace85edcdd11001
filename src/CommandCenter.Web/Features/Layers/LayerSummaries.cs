using System.Collections.Concurrent;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Layers;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Web.Features.Layers;

/// <summary>A layer, and what the caller's scope sees of its objects.</summary>
/// <param name="Seen">Null while ClickHouse does not answer.</param>
internal sealed record SeenLayer(ShelvedLayer Of, LayerSummary? Seen);

/// <summary>How much of each layer a scope sees. A version does not change: it is asked about once for a scope, all that are missing in
/// one question, and kept while it is shown.</summary>
internal sealed class LayerSummaries : IDisposable
{
    /// <summary>Some 100 bytes each.</summary>
    private const int MostKept = 100_000;

    private readonly LayerShelf _shelf;
    private readonly FeatureQueries _features;
    private readonly ConcurrentDictionary<(LayerVersion Version, RegionCode Root), LayerSummary> _kept = [];

    public LayerSummaries(LayerShelf shelf, FeatureQueries features)
    {
        (_shelf, _features) = (shelf, features);
        _shelf.Changed += Forget;
    }

    public async Task<IReadOnlyList<SeenLayer>> OfAsync(RegionScope scope, IReadOnlyList<ShelvedLayer> layers, CancellationToken cancel)
    {
        var missing = layers.Where(layer => layer.Shown is not null && !_kept.ContainsKey((layer.Version, scope.Root))).Select(layer => layer.Version).ToList();
        IReadOnlyDictionary<LayerVersion, LayerSummary>? fresh = null;
        try
        {
            fresh = await _features.SummariesAsync(scope, missing, cancel);
        }
        catch (ClickHouseException refused) when (refused.MayPass)
        {
            // The catalogue is told without what only ClickHouse knows.
        }
        if (fresh is not null) Keep(scope, missing, fresh);
        return [.. layers.Select(layer => new SeenLayer(layer, layer.Shown is null ? LayerSummary.Nothing
            : _kept.TryGetValue((layer.Version, scope.Root), out var kept) ? kept
            : fresh is null ? null : fresh.GetValueOrDefault(layer.Version) ?? LayerSummary.Nothing))];
    }

    public void Dispose() => _shelf.Changed -= Forget;

    private void Keep(RegionScope scope, List<LayerVersion> asked, IReadOnlyDictionary<LayerVersion, LayerSummary> fresh)
    {
        if (_kept.Count + asked.Count > MostKept) _kept.Clear();
        foreach (var version in asked) _kept[(version, scope.Root)] = fresh.GetValueOrDefault(version) ?? LayerSummary.Nothing;
    }

    private void Forget()
    {
        var shown = _shelf.All.Select(layer => layer.Version).ToHashSet();
        foreach (var key in _kept.Keys)
            if (!shown.Contains(key.Version)) _kept.TryRemove(key, out _);
    }
}

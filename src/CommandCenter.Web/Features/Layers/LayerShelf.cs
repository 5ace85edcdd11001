using System.Collections.Frozen;
using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;
using CommandCenter.Store;
using CommandCenter.Store.Nodes;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Layers;

/// <summary>The catalogue in memory, on every node: what a page, a tile and a question ask first. Replaced whole after a change.</summary>
internal sealed class LayerShelf(IDbContextFactory<CommandCenterDb> stores, StoreChanges changes) : IHostedService, IDisposable
{
    /// <summary>What <see cref="StoreChanges"/> calls a change of the catalogue.</summary>
    public const string Topic = "layers";

    private FrozenDictionary<string, ShelvedLayer> _layers = FrozenDictionary<string, ShelvedLayer>.Empty;
    private IDisposable? _listening;

    /// <summary>Raised after the catalogue changed.</summary>
    public event Action? Changed;

    /// <summary>All of it, in the order of the tree. What a caller may know of, <see cref="SeenBy"/> says.</summary>
    public IEnumerable<ShelvedLayer> All => _layers.Values
        .OrderBy(one => ThemeOrder(one.Layer)).ThenBy(one => one.Layer.Group, StringComparer.Ordinal)
        .ThenBy(one => one.Layer.Ordinal).ThenBy(one => one.Layer.Id, StringComparer.Ordinal);

    public IEnumerable<ShelvedLayer> SeenBy(ClaimsPrincipal caller) => All.Where(one => one.Layer.IsSeenBy(caller.Role()));

    /// <summary>Null also for a layer that the caller may not know of.</summary>
    public ShelvedLayer? Find(ClaimsPrincipal caller, string id) =>
        _layers.TryGetValue(id, out var found) && found.Layer.IsSeenBy(caller.Role()) ? found : null;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listening = changes.Listen(Topic, _ => LoadAsync(CancellationToken.None));
        return LoadAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listening?.Dispose();

    /// <summary>Reads the catalogue; a running server does so by itself.</summary>
    public async Task LoadAsync(CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        var rows = await (
            from layer in store.Layers.AsNoTracking()
            join version in store.LayerVersions.AsNoTracking() on new { Layer = layer.Id, Number = layer.CurrentVersion } equals new { version.Layer, version.Number } into shown
            from version in shown.DefaultIfEmpty()
            select new { layer, version }).ToListAsync(cancel);
        _layers = rows.ToFrozenDictionary(row => row.layer.Id, row => new ShelvedLayer(row.layer.ToLayer(), row.layer.RowVersion, row.layer.ChangedAt, row.version));
        Changed?.Invoke();
    }

    private static int ThemeOrder(Layer layer)
    {
        for (var i = 0; i < LayerTheme.All.Count; i++)
            if (LayerTheme.All[i].Code == layer.Theme) return i;
        return LayerTheme.All.Count;
    }
}

using System.Security.Claims;
using CommandCenter.Analytics.Layers;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using CommandCenter.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Layers;

/// <summary>The door to the catalogue of layers. Who keeps a layer covers its whole region with the own scope; each change is in the audit
/// trail with it, or not at all.</summary>
internal sealed class LayersDesk(IDbContextFactory<CommandCenterDb> stores, LayerShelf shelf, LayerSummaries summaries, FeatureQueries features, AuditTrail trail, StoreChanges changes, TimeProvider clock)
{
    private static readonly Refusal NotFound = new(StatusCodes.Status404NotFound, "layer_not_found", "没有这个图层。");
    private static readonly Refusal NotYours = new(StatusCodes.Status403Forbidden, "not_your_layer", "这个图层的范围超出您的管辖，不能更改。");
    private static readonly Refusal Overtaken = new(StatusCodes.Status409Conflict, "layer_changed", "这个图层刚被别人更改，请刷新后再改。");

    public Task<IReadOnlyList<SeenLayer>> ListAsync(ClaimsPrincipal caller, CancellationToken cancel) =>
        summaries.OfAsync(caller.RegionScope(), [.. shelf.SeenBy(caller)], cancel);

    public async Task<Outcome<SeenLayer>> FindAsync(ClaimsPrincipal caller, string id, CancellationToken cancel) =>
        shelf.Find(caller, id) is { } found ? (await summaries.OfAsync(caller.RegionScope(), [found], cancel))[0] : NotFound;

    public async Task<Outcome<SeenLayer>> MakeAsync(ClaimsPrincipal caller, string address, LayerWish wish, CancellationToken cancel)
    {
        var layer = wish.Fresh(caller.RegionScope().Root);
        if (Fault(caller, layer) is { } fault) return fault;
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        if (await store.Layers.AnyAsync(one => one.Id == layer.Id, cancel)) return Taken(layer.Id);
        store.Layers.Add(LayerRecord.From(layer, clock.GetUtcNow()));
        try
        {
            await SaveAsync(store, caller, address, AuditActions.LayerCreated, layer, cancel);
        }
        catch (DbUpdateException failure) when (StoreFailures.Of(failure) is StoreFailure.Conflict)
        {
            return Taken(layer.Id);
        }
        return await FindAsync(caller, layer.Id, cancel);
    }

    public async Task<Outcome<SeenLayer>> ChangeAsync(ClaimsPrincipal caller, string address, string id, LayerWish wish, CancellationToken cancel)
    {
        if (shelf.Find(caller, id) is not { } before) return NotFound;
        if (!before.Layer.IsKeptBy(caller.RegionScope())) return NotYours;
        var layer = wish.Over(before.Layer);
        if (Fault(caller, layer) is { } fault) return fault;
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        if (await store.Layers.SingleOrDefaultAsync(one => one.Id == id, cancel) is not { } record) return NotFound;
        if (wish.Row is { } row && row != record.RowVersion) return Overtaken;
        record.Take(layer, clock.GetUtcNow());
        try
        {
            await SaveAsync(store, caller, address, AuditActions.LayerChanged, layer, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Overtaken;
        }
        return await FindAsync(caller, id, cancel);
    }

    /// <summary>Takes the layer out of the catalogue, then its objects out of ClickHouse.</summary>
    public async Task<Outcome<ShelvedLayer>> RemoveAsync(ClaimsPrincipal caller, string address, string id, CancellationToken cancel)
    {
        if (shelf.Find(caller, id) is not { } before) return NotFound;
        if (!before.Layer.IsKeptBy(caller.RegionScope())) return NotYours;
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        if (await store.Layers.SingleOrDefaultAsync(one => one.Id == id, cancel) is not { } record) return NotFound;
        var versions = await store.LayerVersions.Where(one => one.Layer == id).Select(one => one.Number).ToListAsync(cancel);
        store.Layers.Remove(record);
        await SaveAsync(store, caller, address, AuditActions.LayerRemoved, before.Layer, cancel);
        foreach (var number in versions) await features.DropAsync(new(id, number), CancellationToken.None);
        return before;
    }

    private static Refusal? Fault(ClaimsPrincipal caller, Layer layer) =>
        LayerRules.Fault(layer) is { } fault ? new(StatusCodes.Status400BadRequest, fault.Code, fault.Detail)
        : !layer.IsKeptBy(caller.RegionScope()) ? new(StatusCodes.Status404NotFound, "region_not_found", "没有找到这个区划，或它不在您的管辖范围内。")
        : null;

    private static Refusal Taken(string id) => new(StatusCodes.Status409Conflict, "layer_exists", $"图层标识 {id} 已被使用。");

    private async Task SaveAsync(CommandCenterDb store, ClaimsPrincipal caller, string address, string action, Layer layer, CancellationToken cancel)
    {
        await store.SaveChangesAsync(cancel);
        await trail.AppendAsync(store, new()
        {
            Action = action, Actor = caller.Actor(), Address = address, Target = layer.Id, Region = layer.Region,
            Detail = new Dictionary<string, string> { ["title"] = layer.Title, ["sensitivity"] = layer.Sensitivity.ToString() },
        }, cancel);
        await changes.SaveAsync(store, LayerShelf.Topic, layer.Id, cancel);
    }
}

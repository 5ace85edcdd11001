using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store.Nodes;

/// <summary>What nodes that start together do one after the other. PostgreSQL holds the others back while this is held; a store
/// that is a file has one node.</summary>
public sealed class StoreTurn : IAsyncDisposable
{
    private readonly CommandCenterDb? _store;

    private StoreTurn(CommandCenterDb? store) => _store = store;

    /// <summary>Waits until it is this node's turn; held by the context's own connection, which stays open.</summary>
    public static async Task<StoreTurn> TakeAsync(CommandCenterDb store, CancellationToken cancel)
    {
        if (!store.Database.IsNpgsql()) return new(null);
        await store.Database.OpenConnectionAsync(cancel);
        await store.Database.ExecuteSqlRawAsync("SELECT pg_advisory_lock(4407, 1)", cancel);
        return new(store);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.Database.ExecuteSqlRawAsync("SELECT pg_advisory_unlock(4407, 1)");
    }
}

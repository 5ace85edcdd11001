using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store.Nodes;

/// <summary>What a node learns when it asks for a lease.</summary>
/// <param name="IsMine">It may do it, for the length it asked for, counted from the moment it asked.</param>
/// <param name="Term">Grows whenever another node takes it over.</param>
/// <param name="HolderUrl">Where the holder is reached; empty when it never said so.</param>
public sealed record LeaseAnswer(bool IsMine, long Term, string HolderUrl);

/// <summary>Lets one node at a time do something, and another when that one is silent for the length of the lease. Counted by
/// the clock of PostgreSQL alone; a store that is a file has one node, which needs no lease.</summary>
public sealed class StoreLease(IDbContextFactory<CommandCenterDb> stores, string name, string node)
{
    /// <summary>Takes or renews the lease; also notes that the node is there, and where.</summary>
    public async Task<LeaseAnswer> AskAsync(string url, TimeSpan length, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        await store.Database.ExecuteSqlAsync($"""
            INSERT INTO nodes (id, url, seen_at) VALUES ({node}, {url}, clock_timestamp())
            ON CONFLICT (id) DO UPDATE SET url = EXCLUDED.url, seen_at = EXCLUDED.seen_at
            """, cancel);
        await store.Database.ExecuteSqlAsync($"INSERT INTO leases (name, holder, term, until) VALUES ({name}, '', 0, '-infinity') ON CONFLICT DO NOTHING", cancel);
        var before = await store.Database.SqlQuery<Row>($"""
            SELECT holder AS "Holder", term AS "Term", until < clock_timestamp() AS "IsOver" FROM leases WHERE name = {name} FOR UPDATE
            """).ToListAsync(cancel);
        var (holder, term, isOver) = before[0];
        var isSame = holder == node;
        var isMine = isSame || isOver;
        if (isMine)
        {
            if (!isSame) term++;
            await store.Database.ExecuteSqlAsync($"UPDATE leases SET holder = {node}, term = {term}, until = clock_timestamp() + {length} WHERE name = {name}", cancel);
        }

        var holderUrl = isMine ? url : await store.Nodes.Where(other => other.Id == holder).Select(other => other.Url).FirstOrDefaultAsync(cancel) ?? "";
        await transaction.CommitAsync(cancel);
        return new(isMine, term, holderUrl);
    }

    /// <summary>Gives it back: another may take it at once.</summary>
    public async Task ReleaseAsync(CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        await store.Database.ExecuteSqlAsync($"UPDATE leases SET until = '-infinity' WHERE name = {name} AND holder = {node}", cancel);
    }

    private sealed record Row(string Holder, long Term, bool IsOver);
}

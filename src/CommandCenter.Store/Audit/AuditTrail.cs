using CommandCenter.Store.Records;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store.Audit;

/// <summary>
/// Writes the audit trail. A record is on disk when the call returns; what cannot be recorded fails, so that the caller
/// refuses what it was about to do or show. Safe to call from any thread; records made at the same time share one commit.
/// </summary>
public sealed class AuditTrail(IDbContextFactory<CommandCenterDb> stores, AuditKeys keys, TimeProvider clock) : IDisposable
{
    /// <summary>Records that may wait for the store at one time; more are refused.</summary>
    public const int MostWaiting = 4_096;

    private const int MostPerCommit = 256;
    private const int MostAttempts = 4;

    // A number of our own for PostgreSQL's advisory locks: "audit" in ASCII.
    private const long Turn = 0x6175646974;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Queue<Waiting> _waiting = [];

    /// <summary>Records an event by itself. Once the call has begun it is recorded, also when the caller goes away meanwhile.
    /// Never call it inside a transaction of yours: that is what <see cref="AppendAsync(CommandCenterDb, AuditEvent, CancellationToken)"/> is for.</summary>
    /// <exception cref="AuditUnavailableException">Too many wait, or the store does not take it.</exception>
    public async Task RecordAsync(AuditEvent what, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var mine = new Waiting(what);
        lock (_waiting)
        {
            if (_waiting.Count >= MostWaiting) throw new AuditUnavailableException($"{MostWaiting} records wait for the store already.");
            _waiting.Enqueue(mine);
        }

        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            while (!mine.Written.Task.IsCompleted) await CommitWaitingAsync();
        }
        finally
        {
            _turn.Release();
        }
        await mine.Written.Task;
    }

    /// <summary>Records an event inside the caller's transaction: change and record are committed together or not at all.
    /// From here to the commit nobody else writes to the trail, so commit soon.</summary>
    /// <exception cref="InvalidOperationException">No transaction is open.</exception>
    public Task AppendAsync(CommandCenterDb store, AuditEvent what, CancellationToken cancel) => AppendAsync(store, [what], cancel);

    public void Dispose() => _turn.Dispose();

    private async Task CommitWaitingAsync()
    {
        List<Waiting> batch = [];
        lock (_waiting)
            while (batch.Count < MostPerCommit && _waiting.TryDequeue(out var next)) batch.Add(next);
        try
        {
            for (var attempt = 1; !await TryWriteAsync([.. batch.Select(waiting => waiting.What)], isLast: attempt == MostAttempts); attempt++) { }
            foreach (var waiting in batch) waiting.Written.SetResult();
        }
        catch (Exception failure)
        {
            foreach (var waiting in batch)
                waiting.Written.SetException(new AuditUnavailableException("The store does not take audit records.", failure));
        }
    }

    /// <summary>False when others kept the SQLite file to themselves for the whole of its patience: then nothing was written, and it is tried again.</summary>
    private async Task<bool> TryWriteAsync(IReadOnlyList<AuditEvent> events, bool isLast)
    {
        try
        {
            await using var store = await stores.CreateDbContextAsync();
            await using var transaction = await store.Database.BeginTransactionAsync();
            await AppendAsync(store, events, CancellationToken.None);
            await transaction.CommitAsync();
            return true;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY && !isLast)
        {
            return false;
        }
    }

    private async Task AppendAsync(CommandCenterDb store, IReadOnlyList<AuditEvent> events, CancellationToken cancel)
    {
        if (store.Database.CurrentTransaction is null)
            throw new InvalidOperationException("A record inside a change needs the change's transaction; begin one first.");
        // SQLite has one writer, and our transactions take its place when they begin. PostgreSQL needs to be asked for one.
        if (store.Database.IsNpgsql())
            await store.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Turn})", cancel);
        var head = await store.AuditEntries.AsNoTracking().OrderByDescending(entry => entry.Sequence).FirstOrDefaultAsync(cancel);
        if (head is not null && keys.Find(head.KeyId) is null)
            throw new InvalidOperationException(
                $"The audit trail is sealed with key {head.KeyId}, which the key file of this program does not hold. Bring the file that belongs to this store.");

        foreach (var what in events)
        {
            head = After(head, what);
            await InsertAsync(store, head, cancel);
        }
    }

    private AuditEntry After(AuditEntry? head, AuditEvent what)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        AuditEntry Sealed(string hash) => new()
        {
            Sequence = (head?.Sequence ?? 0) + 1,
            At = now,
            ActorId = AuditText.Clean(what.Actor.Id, 64),
            ActorName = AuditText.Clean(what.Actor.Name, 64),
            ActorRole = AuditText.Clean(what.Actor.Role, 32),
            Address = AuditText.Clean(what.Address, 64),
            Action = AuditText.Clean(what.Action, 64),
            Target = AuditText.Clean(what.Target, 256),
            Region = what.Region.IsRegion ? what.Region : null,
            Outcome = what.Outcome,
            Detail = AuditText.Canonical(what.Detail),
            KeyId = keys.CurrentId,
            Previous = head?.Hash ?? AuditChain.Beginning,
            Hash = hash,
        };
        return Sealed(AuditChain.Hash(Sealed(""), keys.Current));
    }

    private static Task InsertAsync(CommandCenterDb store, AuditEntry entry, CancellationToken cancel)
    {
        var (at, region, outcome) = (entry.At.UtcDateTime, entry.Region?.Number, entry.Outcome.ToString());
        return store.Database.ExecuteSqlAsync($"""
            INSERT INTO audit_entries
                (sequence, at, actor_id, actor_name, actor_role, address, action, target, region, outcome, detail, key_id, previous, hash)
            VALUES
                ({entry.Sequence}, {at}, {entry.ActorId}, {entry.ActorName}, {entry.ActorRole}, {entry.Address}, {entry.Action},
                 {entry.Target}, {region}, {outcome}, {entry.Detail}, {entry.KeyId}, {entry.Previous}, {entry.Hash})
            """, cancel);
    }

    private sealed record Waiting(AuditEvent What)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

using CommandCenter.Store;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Access.Sessions;

/// <summary>Every two seconds: finds sessions that another node or the console ended, ends those whose time is up inside a live
/// circuit, and once a minute writes down who was active, in one transaction off the path of requests.</summary>
public sealed partial class SessionWatch(
    SessionBook book, IDbContextFactory<CommandCenterDb> stores, AccessOptions options, TimeProvider clock, ILogger<SessionWatch> log)
    : BackgroundService
{
    /// <summary>How far back ends are looked for: longer than any round and any difference of two nodes' clocks.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan KeepSessions = TimeSpan.FromDays(400);
    private static readonly TimeSpan KeepKeys = TimeSpan.FromDays(1);
    private const int Batch = 500;

    private DateTimeOffset _tidiedAt;
    private DateTimeOffset _wroteAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var rounds = new PeriodicTimer(options.WatchEvery);
        while (await rounds.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RoundAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                RoundFailed(log, failure); // the store is away for a moment: the next round tries again
            }
        }
    }

    internal async Task RoundAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (book.Known.Count > 0)
        {
            await FindEndsAsync(now, cancel);
            await WriteActivityAsync(now, cancel);
            await RereadAsync(now, cancel);
            foreach (var session in book.Known) await book.EndIfDueAsync(session, now, cancel);
        }
        if (now - _tidiedAt < TimeSpan.FromHours(1)) return;
        _tidiedAt = now;
        await TidyAsync(now, cancel);
    }

    /// <summary>Looks for ends that this node did not write.</summary>
    internal async Task FindEndsAsync(DateTimeOffset now, CancellationToken cancel)
    {
        DateTimeOffset? since = now - LookBack;
        await using var store = await stores.CreateDbContextAsync(cancel);
        book.Forget(await store.Sessions.Where(session => session.EndedAt > since).Select(session => session.Id).ToListAsync(cancel));
    }

    /// <summary>What was believed for a minute: asks the store again, and lets those go who neither do nor hold anything.</summary>
    private async Task RereadAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var old = book.Known.Where(session => now - session.ReadAt >= SessionBook.BelieveFor).ToList();
        foreach (var batch in old.Chunk(Batch))
        {
            await using var store = await stores.CreateDbContextAsync(cancel);
            var facts = await SessionFacts.ReadAsync(store, [.. batch.Select(session => session.Facts.Session.Id)], cancel);
            foreach (var fact in facts) book.Remember(fact, now);
            book.Forget(batch.Select(session => session.Facts.Session.Id).Except(facts.Select(fact => fact.Session.Id)));
        }
        book.LetGo(old.Where(session => !session.HasLines && now - session.LastActive >= SessionBook.BelieveFor));
    }

    private async Task WriteActivityAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (now - _wroteAt < SessionBook.BelieveFor) return;
        _wroteAt = now;
        var active = book.Known.Where(session => session.LastActive > session.Facts.Session.LastActiveAt).ToList();
        if (active.Count == 0) return;
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        foreach (var session in active)
        {
            var (id, at) = (session.Facts.Session.Id, session.LastActive);
            await store.Sessions.Where(one => one.Id == id && one.LastActiveAt < at)
                .ExecuteUpdateAsync(one => one.SetProperty(s => s.LastActiveAt, at), cancel);
            session.Written(at);
        }
        await transaction.CommitAsync(cancel);
    }

    private async Task TidyAsync(DateTimeOffset now, CancellationToken cancel)
    {
        DateTimeOffset? oldest = now - KeepSessions;
        var oldestKey = now - KeepKeys;
        await using var store = await stores.CreateDbContextAsync(cancel);
        await store.Sessions.Where(session => session.EndedAt < oldest || session.ExpiresAt < oldest).ExecuteDeleteAsync(cancel);
        await store.IdempotencyKeys.Where(key => key.CreatedAt < oldestKey).ExecuteDeleteAsync(cancel);
    }

    [LoggerMessage(LogLevel.Error, "Sessions could not be looked through")]
    private static partial void RoundFailed(ILogger log, Exception failure);
}

using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CommandCenter.Domain.Access;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Access.Sessions;

/// <summary>All sign-ins. The store has every one; this node remembers for a minute those it met, so that a request costs no query.
/// An end written here cuts the connections of this node at once; one written elsewhere is found by <see cref="SessionWatch"/>.</summary>
public sealed partial class SessionBook(
    IDbContextFactory<CommandCenterDb> stores, AuditTrail trail, AccessOptions options, TimeProvider clock, ILogger<SessionBook> log)
{
    /// <summary>How long what the store said is believed.</summary>
    public static readonly TimeSpan BelieveFor = TimeSpan.FromMinutes(1);

    private const int LongestAgent = 256;

    private readonly ConcurrentDictionary<string, LiveSession> _known = [];

    /// <summary>The sessions of this node.</summary>
    public ICollection<LiveSession> Known => _known.Values;

    /// <summary>Opens a session in the caller's transaction and returns the reference the browser keeps, 256 random bits that
    /// exist nowhere else. Hand the facts to <see cref="Remember"/> when it is committed.</summary>
    public async Task<(string Reference, SessionFacts Facts)> OpenAsync(
        CommandCenterDb store, Account account, SignInMeans means, HttpContext context, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var reference = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var record = new SessionRecord
        {
            Id = IdOf(reference),
            AccountId = account.Id,
            CreatedAt = now,
            LastActiveAt = now,
            ExpiresAt = now + options.Profile.LimitsOf(account.IsDisplay).Absolute,
            Address = context.Address(),
            UserAgent = Short(context.Request.Headers.UserAgent.ToString()),
            Means = means,
        };
        store.Sessions.Add(record);
        await store.SaveChangesAsync(cancel);
        return (reference, (await SessionFacts.ReadAsync(store, [record.Id], cancel)).Single());
    }

    /// <summary>The session of a reference, or why there is none; neither when the reference is unknown.</summary>
    public async Task<(LiveSession? Session, SessionEnd? End)> FindAsync(string reference, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var id = IdOf(reference);
        if (!_known.TryGetValue(id, out var session) || session.IsOver || now - session.ReadAt >= BelieveFor)
        {
            await using var store = await stores.CreateDbContextAsync(cancel);
            if ((await SessionFacts.ReadAsync(store, [id], cancel)) is not [var facts])
            {
                if (_known.TryRemove(id, out var gone)) gone.End();
                return default;
            }
            if (facts.Session.EndedAt is not null)
            {
                Forget([id]);
                return (null, facts.Session.EndedWhy);
            }
            session = Remember(facts, now);
        }
        return await EndIfDueAsync(session, now, cancel) is { } end ? (null, end) : (session, null);
    }

    /// <summary>The session when this node knows it and it is not over.</summary>
    public LiveSession? Standing(string id) => _known.TryGetValue(id, out var session) && !session.IsOver ? session : null;

    /// <summary>Notes that a person did something; false when the session is over.</summary>
    public bool Touch(string id)
    {
        if (Standing(id) is not { } session) return false;
        session.Touch(clock.GetUtcNow());
        return true;
    }

    /// <summary>Ends in the caller's transaction those of <paramref name="which"/> that are open. Hand the ids to
    /// <see cref="Forget"/> when it is committed.</summary>
    public async Task<IReadOnlyList<string>> EndAsync(
        CommandCenterDb store, IQueryable<SessionRecord> which, SessionEnd why, CancellationToken cancel)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        SessionEnd? reason = why;
        var ids = await which.Where(session => session.EndedAt == null).Select(session => session.Id).ToListAsync(cancel);
        if (ids.Count > 0)
            await store.Sessions.Where(session => ids.Contains(session.Id) && session.EndedAt == null).ExecuteUpdateAsync(all => all
                .SetProperty(session => session.EndedAt, now)
                .SetProperty(session => session.EndedWhy, reason), cancel);
        return ids;
    }

    /// <summary>Ends one session and records it.</summary>
    public async Task EndAsync(string id, SessionEnd why, AuditEvent what, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        var ended = await EndAsync(store, store.Sessions.Where(session => session.Id == id), why, cancel);
        if (ended.Count > 0) await trail.AppendAsync(store, what, cancel);
        await transaction.CommitAsync(cancel);
        Forget(ended);
    }

    /// <summary>Cuts the connections of sessions whose end is in the store.</summary>
    public void Forget(IEnumerable<string> ids)
    {
        foreach (var id in ids)
            if (_known.TryRemove(id, out var session))
                session.End();
    }

    /// <summary>Asks the store again at the next request of an account's sessions.</summary>
    public void Doubt(string accountId)
    {
        foreach (var session in Known.Where(session => session.Facts.Account.Id == accountId)) session.Doubt();
    }

    /// <summary>Forgets sessions that may well go on: the next request asks the store.</summary>
    public void LetGo(IEnumerable<LiveSession> sessions)
    {
        foreach (var session in sessions) _known.TryRemove(session.Facts.Session.Id, out _);
    }

    /// <summary>Takes over what the store says about a session.</summary>
    public LiveSession Remember(SessionFacts facts, DateTimeOffset now)
    {
        var caller = facts.Principal(options.Profile, now);
        return _known.AddOrUpdate(facts.Session.Id,
            _ => new(facts, caller, now),
            (_, known) =>
            {
                known.Renew(facts, caller, now);
                return known;
            });
    }

    /// <summary>Ends the session when its time is up, unless another node saw its person since.</summary>
    public async Task<SessionEnd?> EndIfDueAsync(LiveSession session, DateTimeOffset now, CancellationToken cancel)
    {
        if (session.Facts.EndOf(options.Profile, session.LastActive, now) is not { } why) return null;
        var id = session.Facts.Session.Id;
        await using var store = await stores.CreateDbContextAsync(cancel);
        if ((await SessionFacts.ReadAsync(store, [id], cancel)) is [var facts])
        {
            session = Remember(facts, now);
            if (facts.EndOf(options.Profile, session.LastActive, now) is not { } still) return null;
            why = still;
            await EndAsync(id, why, AccessRecord.Ended(facts.Account, why), cancel);
        }
        Forget([id]);
        SessionEnded(log, session.Facts.Account.UserName, why);
        return why;
    }

    private static string IdOf(string reference) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reference)));

    private static string Short(string agent) => agent.Length <= LongestAgent ? agent : agent[..LongestAgent];

    [LoggerMessage(LogLevel.Information, "Session of {User} is over: {Why}")]
    private static partial void SessionEnded(ILogger log, string? user, SessionEnd why);
}

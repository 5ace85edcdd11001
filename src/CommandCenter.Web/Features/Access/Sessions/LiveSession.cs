using System.Collections.Concurrent;
using System.Security.Claims;

namespace CommandCenter.Web.Features.Access.Sessions;

/// <summary>A session this node has seen lately: who it is, when a person last did something, and the long connections that
/// stand for it. Safe for many threads.</summary>
public sealed class LiveSession(SessionFacts facts, ClaimsPrincipal caller, DateTimeOffset readAt)
{
    private readonly ConcurrentDictionary<HttpContext, byte> _lines = [];
    private long _lastActive = facts.Session.LastActiveAt.UtcTicks;
    private volatile bool _isOver;

    public SessionFacts Facts { get; private set; } = facts;

    public ClaimsPrincipal Caller { get; private set; } = caller;

    /// <summary>When the store was last asked.</summary>
    public DateTimeOffset ReadAt { get; private set; } = readAt;

    public DateTimeOffset LastActive => new(Interlocked.Read(ref _lastActive), TimeSpan.Zero);

    public bool IsOver => _isOver;

    public bool HasLines => !_lines.IsEmpty;

    /// <summary>A person did something.</summary>
    public void Touch(DateTimeOffset now)
    {
        var seen = Interlocked.Read(ref _lastActive);
        while (seen < now.UtcTicks)
        {
            var before = Interlocked.CompareExchange(ref _lastActive, now.UtcTicks, seen);
            if (before == seen) return;
            seen = before;
        }
    }

    /// <summary>The last activity is in the store.</summary>
    public void Written(DateTimeOffset at) => Facts.Session.LastActiveAt = at;

    /// <summary>Takes over what the store says. Connections opened under other rights are cut; the page opens them anew.</summary>
    public void Renew(SessionFacts facts, ClaimsPrincipal caller, DateTimeOffset readAt)
    {
        Touch(facts.Session.LastActiveAt);
        var other = facts.Role != Facts.Role || facts.Account.Scope != Facts.Account.Scope;
        (Facts, Caller, ReadAt) = (facts, caller, readAt);
        if (other) CutLines();
    }

    /// <summary>Something was changed: what the store said is believed no longer.</summary>
    public void Doubt() => ReadAt = DateTimeOffset.MinValue;

    public void Hold(HttpContext line)
    {
        _lines.TryAdd(line, 0);
        if (_isOver) line.Abort();
    }

    public void Release(HttpContext line) => _lines.TryRemove(line, out _);

    public void End()
    {
        _isOver = true;
        CutLines();
    }

    private void CutLines()
    {
        foreach (var line in _lines.Keys) line.Abort();
    }
}

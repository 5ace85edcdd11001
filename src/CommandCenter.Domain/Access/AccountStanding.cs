namespace CommandCenter.Domain.Access;

/// <summary>What decides whether an account may come in, besides its password.</summary>
/// <param name="HasRole">False until rights are granted.</param>
public sealed record AccountStanding(DateTimeOffset? DisabledAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LockedUntil, bool HasRole)
{
    /// <summary>True when a right password opens the account at <paramref name="now"/>.</summary>
    public bool MaySignIn(DateTimeOffset now) => HasRole && EndsSessions(now) is null && !IsLocked(now);

    /// <summary>True while too many wrong passwords keep the account shut. A lock shuts out a guesser; it ends no session.</summary>
    public bool IsLocked(DateTimeOffset now) => LockedUntil > now;

    /// <summary>The reason for which the account's sessions are over, or null.</summary>
    public SessionEnd? EndsSessions(DateTimeOffset now) =>
        DisabledAt is not null ? SessionEnd.AccountDisabled
        : ExpiresAt <= now ? SessionEnd.AccountExpired
        : null;
}

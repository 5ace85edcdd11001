namespace CommandCenter.Domain.Access;

/// <summary>How long a session may last.</summary>
/// <param name="Idle">Without a person doing anything; null where nobody is expected to, on a wall.</param>
/// <param name="Absolute">Whatever happens.</param>
public sealed record SessionLimits(TimeSpan? Idle, TimeSpan Absolute);

/// <summary>When a session is over by itself.</summary>
public static class SessionRules
{
    /// <summary>The reason for which a session is over at <paramref name="now"/>, or null while it stands. The end itself is past the session.</summary>
    public static SessionEnd? EndOf(DateTimeOffset lastActive, DateTimeOffset expires, SessionLimits limits, DateTimeOffset now) =>
        now >= expires ? SessionEnd.TooOld
        : limits.Idle is { } idle && now >= lastActive + idle ? SessionEnd.Idle
        : null;
}

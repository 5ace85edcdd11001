using CommandCenter.Domain.Geography;

namespace CommandCenter.Store.Audit;

/// <summary>What the trail is to hold. Every text is cut to its bound and cleaned of control characters when it is written,
/// so that whatever a stranger sends can be recorded.</summary>
public sealed record AuditEvent
{
    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    public required AuditActor Actor { get; init; }

    /// <summary>The network address the actor came from.</summary>
    public string Address { get; init; } = "";

    /// <summary>What it was done to.</summary>
    public string Target { get; init; } = "";

    /// <summary>The region it concerns; not a region when none.</summary>
    public RegionCode Region { get; init; }

    public AuditOutcome Outcome { get; init; } = AuditOutcome.Done;

    /// <summary>More about it. Never a password, a token or an unmasked number.</summary>
    public IReadOnlyDictionary<string, string> Detail { get; init; } = new Dictionary<string, string>();
}

/// <summary>Who did it, as it was at that moment.</summary>
/// <param name="Id">Of the account or the token; empty for a stranger.</param>
/// <param name="Name">The sign-in name.</param>
public sealed record AuditActor(string Id, string Name, string Role)
{
    /// <summary>Somebody who has not signed in.</summary>
    public static AuditActor Stranger { get; } = new("", "", "");

    /// <summary>The program by itself.</summary>
    public static AuditActor Program { get; } = new("program", "commandcenter", "program");

    /// <summary>Whoever may run verbs on the server, by the name of the operating system.</summary>
    public static AuditActor Console { get; } = new("console", Environment.UserName, "console");
}

/// <summary>How it ended.</summary>
public enum AuditOutcome
{
    /// <summary>It happened.</summary>
    Done = 1,

    /// <summary>It was refused: no right, wrong secret, outside the scope.</summary>
    Denied,

    /// <summary>It was allowed and did not succeed.</summary>
    Failed,
}

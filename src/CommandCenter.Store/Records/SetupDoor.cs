namespace CommandCenter.Store.Records;

/// <summary>The door through which the first administrator comes in. At most one row, its id 1.</summary>
public sealed class SetupDoor
{
    public const int TheOne = 1;

    public required int Id { get; init; }

    /// <summary>SHA-256 of the token on the console, 64 lower-case hex digits.</summary>
    public required string TokenHash { get; set; }

    public required DateTimeOffset OpenedAt { get; set; }

    /// <summary>Since when it is gone; never null again.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

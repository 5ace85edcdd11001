namespace CommandCenter.Store.Records;

/// <summary>Opens an account once in place of its authenticator. Used ones are deleted.</summary>
public sealed class RecoveryCode
{
    public required string AccountId { get; init; }

    /// <summary>SHA-256 of account id and code, 64 lower-case hex digits.</summary>
    public required string Hash { get; init; }
}

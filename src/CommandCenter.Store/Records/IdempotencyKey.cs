namespace CommandCenter.Store.Records;

/// <summary>A request that was carried out under a key its sender made; the same again gets the same answer and does nothing.</summary>
public sealed class IdempotencyKey
{
    /// <summary>The account that sent it.</summary>
    public required string Caller { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of method, address and body, 64 lower-case hex digits.</summary>
    public required string Request { get; init; }

    /// <summary>HTTP status of the answer.</summary>
    public required int Status { get; set; }

    /// <summary>JSON, without the passwords and tokens it showed once; empty when there was no body.</summary>
    public required string Answer { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

namespace CommandCenter.Web.Shared;

/// <summary>Why something was not done.</summary>
/// <param name="Status">HTTP status.</param>
public sealed record Refusal(int Status, string Code, string Detail);

/// <summary>What was asked for, or why not.</summary>
public sealed record Outcome<T>(T? Value, Refusal? Refusal)
    where T : class
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);
}

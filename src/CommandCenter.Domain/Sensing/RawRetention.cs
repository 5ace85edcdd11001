namespace CommandCenter.Domain.Sensing;

/// <summary>How many days readings themselves are kept, by type of device; what is counted from them stays. A reading may come
/// seven days late and is looked for among those that are kept: fewer than <see cref="FewestDays"/> days count as so many.</summary>
/// <param name="Default">For types that are not named; null: for ever.</param>
/// <param name="ByType">Days of a type.</param>
public sealed record RawRetention(int? Default, IReadOnlyDictionary<string, int> ByType)
{
    /// <summary>Seven days that a reading may be late, the day that began meanwhile, and one to spare.</summary>
    public const int FewestDays = 9;

    /// <summary>Everything, for ever.</summary>
    public static RawRetention Forever { get; } = new(null, new Dictionary<string, int>());

    /// <summary>The midnight in Beijing from which on readings of the type are kept; null when all are. UTC.</summary>
    public DateTimeOffset? KeptFrom(string type, DateTimeOffset now) =>
        (ByType.TryGetValue(type, out var days) ? days : Default) is { } kept ? SeriesStep.Day.Floor(now).AddDays(-Math.Max(kept, FewestDays)) : null;
}

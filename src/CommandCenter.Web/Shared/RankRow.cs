namespace CommandCenter.Web.Shared;

/// <summary>One region in a <see cref="RankingTable"/>.</summary>
/// <param name="Value">Length of its bar; null: nothing published, the row says so and stands last.</param>
/// <param name="Text">The figure as it is to be read.</param>
public sealed record RankRow(string Name, double? Value, string? Text)
{
    public string? Href { get; init; }

    /// <summary>Its place, only where all compared figures are of one period and enough regions have one.</summary>
    public int? Place { get; init; }
    public decimal? Growth { get; init; }
    public string? Period { get; init; }
    public string? Grade { get; init; }
    public bool Stale { get; init; }
    public bool Selected { get; init; }
}

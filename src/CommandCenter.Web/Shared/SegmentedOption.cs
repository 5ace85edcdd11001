namespace CommandCenter.Web.Shared;

/// <summary>One choice of a <see cref="Segmented{TValue}"/>.</summary>
/// <param name="Href">Where the choice leads; null for a button.</param>
public sealed record SegmentedOption<TValue>(TValue Value, string Text, string? Href = null);

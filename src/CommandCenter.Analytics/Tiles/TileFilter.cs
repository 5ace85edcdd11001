using CommandCenter.Domain.Status;

namespace CommandCenter.Analytics.Tiles;

/// <summary>Which objects of a layer are drawn: those that pass all of it. Equal filters draw equal tiles.</summary>
/// <param name="Class">Letter by letter, empty for objects without one; null for any.</param>
/// <param name="Severity">At least this.</param>
/// <param name="Time">First and last instant, both inclusive; an object without a time is not in it. Null: at any time or none.</param>
public sealed record TileFilter(string? Class = null, WarningColor Severity = WarningColor.None, (DateTimeOffset From, DateTimeOffset To)? Time = null)
{
    /// <summary>Draws all.</summary>
    public static TileFilter None { get; } = new();
}

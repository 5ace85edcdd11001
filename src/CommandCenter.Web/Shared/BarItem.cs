namespace CommandCenter.Web.Shared;

/// <summary>One bar of a chart drawn without script.</summary>
/// <param name="Label">Name of the row, or the period under the column.</param>
/// <param name="Value">Length of the bar, from 0; null: 暂无公开数据.</param>
/// <param name="Text">The value as it is to be read.</param>
public sealed record BarItem(string Label, double? Value, string Text)
{
    /// <summary>What stands after the text: <c> / 2,190</c>, <c>2023 年</c>.</summary>
    public string? Note { get; init; }

    /// <summary>Full length of the track, where each row has its own; otherwise the longest bar's.</summary>
    public double? Of { get; init; }

    /// <summary>Older than it should be: grey.</summary>
    public bool Stale { get; init; }

    /// <summary>Grade C or preliminary: outlined.</summary>
    public bool Hollow { get; init; }

    /// <summary>Context beside the one that matters: slate.</summary>
    public bool Context { get; init; }

    /// <summary>Longer than can be drawn beside the others: the bar shows its cut.</summary>
    public bool Cut { get; init; }
}

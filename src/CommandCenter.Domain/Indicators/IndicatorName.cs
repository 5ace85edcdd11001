namespace CommandCenter.Domain.Indicators;

/// <summary>Whether a value has happened.</summary>
public enum ValueNature
{
    Actual,

    /// <summary>预计: told before the year was over.</summary>
    Estimate,

    /// <summary>目标.</summary>
    Target,

    /// <summary>计划.</summary>
    Plan,
}

/// <summary>Whether a value is exact.</summary>
public enum ValueBound
{
    Exact,

    /// <summary>下限: “突破”, “超”; written with ≥.</summary>
    AtLeast,

    /// <summary>约.</summary>
    About,

    /// <summary>上限: “不到”, “不超过”; written with ≤.</summary>
    AtMost,
}

/// <summary>The name of a published figure taken apart: 地区生产总值（下限） is 地区生产总值, at least.</summary>
/// <param name="Name">The indicator without the words on nature and bound.</param>
public sealed record IndicatorName(string Name, ValueNature Nature, ValueBound Bound)
{
    private static readonly (string Word, ValueNature? Nature, ValueBound? Bound)[] Words =
    [
        ("（下限）", null, ValueBound.AtLeast),
        ("（上限）", null, ValueBound.AtMost),
        ("（约）", null, ValueBound.About),
        ("（预计）", ValueNature.Estimate, null),
        ("（目标）", ValueNature.Target, null),
        ("（计划）", ValueNature.Plan, null),
        ("目标", ValueNature.Target, null),
    ];

    public static IndicatorName Parse(string text)
    {
        var name = new IndicatorName(text.Trim(), ValueNature.Actual, ValueBound.Exact);
        foreach (var (word, nature, bound) in Words)
            if (name.Name.Length > word.Length && name.Name.EndsWith(word, StringComparison.Ordinal))
                name = new(name.Name[..^word.Length], nature ?? name.Nature, bound ?? name.Bound);
        return name;
    }
}

namespace CommandCenter.Domain.Sensing;

/// <summary>A series without gaps, made of one that may have some.</summary>
/// <param name="Values">A value for every bucket from the first known to the last; between two known ones on the straight line.</param>
/// <param name="IsKnown">Which of them were measured.</param>
public sealed record EvenSeries(IReadOnlyList<double> Values, IReadOnlyList<bool> IsKnown)
{
    /// <summary>Fewer buckets tell nothing.</summary>
    public const int FewestValues = 24;

    /// <summary>The part of the buckets that may be missing.</summary>
    public const double MostMissing = 0.2;

    /// <summary>Fills the gaps.</summary>
    /// <param name="known">Number of the bucket, rising, and its value, finite; at least one.</param>
    public static EvenSeries Of(IReadOnlyList<(long Bucket, double Value)> known)
    {
        var first = known[0].Bucket;
        var count = checked((int)(known[^1].Bucket - first + 1));
        var (values, isKnown) = (new double[count], new bool[count]);
        for (var k = 0; k < known.Count; k++)
        {
            var at = (int)(known[k].Bucket - first);
            (values[at], isKnown[at]) = (known[k].Value, true);
            if (k == 0) continue;
            var from = (int)(known[k - 1].Bucket - first);
            for (var i = from + 1; i < at; i++) values[i] = values[from] + (values[at] - values[from]) * (i - from) / (at - from);
        }

        return new(values, isKnown);
    }

    /// <summary>Why nothing can be said about it, in Chinese; null when something can.</summary>
    public string? Fault =>
        Values.Count < FewestValues ? $"数据太短：至少需要 {FewestValues} 个时段，现有 {Values.Count} 个。"
        : IsKnown.Count(known => !known) is var missing && missing > MostMissing * Values.Count
            ? $"缺数太多：{Values.Count} 个时段中缺 {missing} 个，超过 {MostMissing:P0}，无法判断。"
        : Values.Min() == Values.Max() ? "数值一直不变，没有可供判断的起伏。"
        : null;
}

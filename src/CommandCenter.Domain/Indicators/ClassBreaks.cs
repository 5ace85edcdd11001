namespace CommandCenter.Domain.Indicators;

/// <summary>The limits between the five classes of a choropleth: round numbers, evenly spaced.</summary>
/// <param name="Limits">Four limits, rising; empty where all values are equal or there are none. A value at a limit is in the class above.</param>
public sealed record ClassBreaks(IReadOnlyList<decimal> Limits)
{
    private const int Classes = 5;

    public static ClassBreaks Of(IReadOnlyCollection<decimal> values)
    {
        if (values.Count == 0 || values.Max() == values.Min()) return new([]);
        var step = Round((values.Max() - values.Min()) / Classes);
        var first = (Math.Floor(values.Min() / step) + 1) * step;
        return new([.. Enumerable.Range(0, Classes - 1).Select(i => first + i * step)]);
    }

    /// <summary>0 (least) … 4 (most); 2 where there are no limits.</summary>
    public int Grade(decimal value) => Limits.Count == 0 ? 2 : Limits.Count(limit => value >= limit);

    /// <summary>The next of 1, 2, 2.5, 5 times a power of ten.</summary>
    private static decimal Round(decimal step)
    {
        var power = 1m;
        while (power * 10 <= step) power *= 10;
        while (power > step) power /= 10;
        return new[] { 1m, 2m, 2.5m, 5m, 10m }.Select(factor => factor * power).First(round => round >= step);
    }
}

namespace CommandCenter.Domain.Indicators;

/// <summary>A number and its unit as they are shown: 万 and 亿 with two decimals.</summary>
public readonly record struct Measure(decimal Number, string Unit)
{
    private static readonly (string Small, string Large, decimal Factor)[] Scales =
    [
        ("人", "万人", 10_000m),
        ("户", "万户", 10_000m),
        ("元", "万元", 10_000m),
        ("万元", "亿元", 10_000m),
        ("百万美元", "亿美元", 100m),
        ("家", "万家", 10_000m),
    ];

    /// <summary>The value in <paramref name="unit"/>, with two decimals where it is exact and counted in 万 or 亿; null when it is a word.</summary>
    public static Measure? Of(IndicatorValue value, string unit)
    {
        if (value.Number is not { } number) return null;
        var measure = new Measure(number, value.Unit).In(unit);
        var isRounded = value.Bound is ValueBound.Exact && (measure.Unit[0] is '万' or '亿');
        return isRounded ? measure with { Number = decimal.Round(measure.Number, 2, MidpointRounding.AwayFromZero) + 0.00m } : measure;
    }

    /// <summary>In <paramref name="unit"/>, rounded to two decimals where it had to be converted; itself when its unit does not convert.</summary>
    public Measure In(string unit)
    {
        var own = Unit;
        if (own == unit) return this;
        foreach (var (small, large, factor) in Scales)
        {
            if (own == small && unit == large) return new(decimal.Round(Number / factor, 2, MidpointRounding.AwayFromZero), unit);
            if (own == large && unit == small) return new(Number * factor, unit);
        }
        return this;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CommandCenter.Domain.Geography;

/// <summary>
/// 统计用区划代码: always twelve ASCII digits, 省2 市2 县2 镇3 村3, zero-padded (江门 <c>440700000000</c>).
/// Kept as a number, so that a region and all inside it are one range of integers.
/// Source: National Bureau of Statistics, 统计用区划代码编制规则.
/// </summary>
public readonly record struct RegionCode : IComparable<RegionCode>, ISpanParsable<RegionCode>
{
    private const long Limit = 1_000_000_000_000;

    private RegionCode(long number) => Number = number;

    /// <summary>The twelve digits as an integer, 0 ≤ n &lt; 10^12. 0 only in <c>default</c>, which is no region.</summary>
    public long Number { get; }

    /// <summary>True for every code that was parsed; false for <c>default</c>.</summary>
    public bool IsRegion => Number > 0;

    /// <summary>The level at which the code's trailing zeros end. A virtual level repeats its parent's zeros, so the
    /// level of a stored region is read from <see cref="Region.Level"/>, not from here.</summary>
    public RegionLevel DigitLevel =>
        Number % 10_000_000_000 == 0 ? RegionLevel.Province
        : Number % 100_000_000 == 0 ? RegionLevel.City
        : Number % 1_000_000 == 0 ? RegionLevel.County
        : Number % 1_000 == 0 ? RegionLevel.Town
        : RegionLevel.Village;

    /// <summary>How many codes share this code's prefix: the range of the region is [Number, Number + Span).</summary>
    public long Span => DigitLevel switch
    {
        RegionLevel.Province => 10_000_000_000,
        RegionLevel.City => 100_000_000,
        RegionLevel.County => 1_000_000,
        RegionLevel.Town => 1_000,
        _ => 1,
    };

    /// <summary>The digits without the zero padding: city <c>4407</c>, county <c>440703</c>, town <c>440703001</c>.</summary>
    public string Prefix => ToString()[..PrefixLength];

    private int PrefixLength => DigitLevel switch
    {
        RegionLevel.Province => 2,
        RegionLevel.City => 4,
        RegionLevel.County => 6,
        RegionLevel.Town => 9,
        _ => 12,
    };

    /// <summary>The code one digit level up; a province is its own parent.</summary>
    public RegionCode Parent => DigitLevel is RegionLevel.Province ? this : Ancestor(DigitLevel - 1);

    /// <summary>This code cut to <paramref name="level"/>; the code itself where it is not deeper than that.</summary>
    public RegionCode Ancestor(RegionLevel level)
    {
        long unit = level switch
        {
            RegionLevel.Province => 10_000_000_000,
            RegionLevel.City => 100_000_000,
            RegionLevel.County => 1_000_000,
            RegionLevel.Town => 1_000,
            _ => 1,
        };
        return new(Number - Number % unit);
    }

    /// <summary>True when <paramref name="other"/> is this region or lies inside it (its code starts with this prefix).</summary>
    public bool Contains(RegionCode other) => IsRegion && other.Number >= Number && other.Number < Number + Span;

    public int CompareTo(RegionCode other) => Number.CompareTo(other.Number);

    public override string ToString() => Number.ToString("D12", CultureInfo.InvariantCulture);

    /// <summary>Reads exactly twelve ASCII digits that are not all zero. Full-width digits, blanks and line ends are refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RegionCode code)
    {
        code = default;
        if (text.Length != 12) return false;
        long number = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) return false;
            number = number * 10 + (c - '0');
        }
        if (number < 10_000_000_000) return false;
        code = new(number);
        return true;
    }

    /// <summary>The code with this number. Throws <see cref="ArgumentOutOfRangeException"/> outside [10^10, 10^12).</summary>
    public static RegionCode FromNumber(long number) => number is >= 10_000_000_000 and < Limit
        ? new(number)
        : throw new ArgumentOutOfRangeException(nameof(number), number, "A region code has twelve digits.");

    /// <summary>Reads a code that a source gives short (2, 4, 6, 9 or 12 ASCII digits) and pads it with zeros.</summary>
    public static bool TryPad(ReadOnlySpan<char> text, out RegionCode code)
    {
        code = default;
        if (text.Length is not (2 or 4 or 6 or 9 or 12)) return false;
        Span<char> padded = stackalloc char[12];
        padded.Fill('0');
        text.CopyTo(padded);
        return TryParse(padded, out code);
    }

    public static RegionCode Parse(string text) => Parse(text.AsSpan(), null);

    public static RegionCode Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);

    public static RegionCode Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => TryParse(s, out var code)
        ? code
        : throw new FormatException("A region code is twelve ASCII digits.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RegionCode result) =>
        TryParse(s.AsSpan(), out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out RegionCode result) =>
        TryParse(s, out result);

    public static bool operator <(RegionCode a, RegionCode b) => a.Number < b.Number;
    public static bool operator >(RegionCode a, RegionCode b) => a.Number > b.Number;
    public static bool operator <=(RegionCode a, RegionCode b) => a.Number <= b.Number;
    public static bool operator >=(RegionCode a, RegionCode b) => a.Number >= b.Number;
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace CommandCenter.Domain.Indicators;

/// <summary>What stretch of time a value speaks of.</summary>
public enum PeriodKind
{
    /// <summary>No year is told: —.</summary>
    Unknown,

    /// <summary>多年平均: true of no single year.</summary>
    Timeless,

    /// <summary>A year as a whole: 2023.</summary>
    Year,

    /// <summary>The last day of a year: 2020年末.</summary>
    YearEnd,

    /// <summary>From the first quarter to another, cumulative: 2015Q1-3.</summary>
    Quarters,

    /// <summary>From January to another month, cumulative: 2024M1-2.</summary>
    Months,

    /// <summary>One month: 2023M09, 2023-06.</summary>
    Month,

    /// <summary>One day, perhaps with an hour: 2020-11-01.</summary>
    Day,

    /// <summary>Several years: 2016—2020.</summary>
    Span,
}

/// <summary>期别: the period of a value, read from the words of its source. Periods order by their end; what has none comes first.</summary>
/// <param name="Text">The source's own words; never changed.</param>
/// <param name="Kind">What stretch it is.</param>
/// <param name="End">Its last day; null when no year is told.</param>
/// <param name="Label">As it is written on screen: 2024 年 1–2 月.</param>
/// <param name="Note">What the source adds: 维基口径, 前后. Empty mostly.</param>
public sealed partial record Period(string Text, PeriodKind Kind, DateOnly? End, string Label, string Note) : IComparable<Period>
{
    /// <summary>The year of its end; null when none is told.</summary>
    public int? Year => End?.Year;

    /// <summary>True for a cumulative or single part of a year: it cannot stand beside a whole one.</summary>
    public bool IsPartOfYear => Kind is PeriodKind.Quarters or PeriodKind.Months or PeriodKind.Month;

    /// <summary>True when both speak of the same stretch of time, whatever their sources add: only such values are ranked.</summary>
    public bool IsSameAs(Period other) => End is not null && Kind == other.Kind && End == other.End && Label == other.Label;

    public int CompareTo(Period? other) => Nullable.Compare(End, other?.End);

    /// <summary>Reads any text; what is not understood becomes a period of kind <see cref="PeriodKind.Unknown"/> that keeps it.</summary>
    public static Period Parse(string text)
    {
        var (core, note) = Split(text.Trim());
        if (core is "多年平均") return new(text, PeriodKind.Timeless, null, core, note);
        var match = Shape().Match(core);
        if (!match.Success || !int.TryParse(match.Groups["year"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1900 or > 2200)
            return Unknown(text);

        int Number(string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
        if (match.Groups["quarter"].Success)
            return new(text, PeriodKind.Quarters, EndOfMonth(year, Number("quarter") * 3), $"{year} 年{Quarters(Number("quarter"))}", note);
        if (match.Groups["months"].Success)
            return new(text, PeriodKind.Months, EndOfMonth(year, Number("months")), $"{year} 年 1–{Number("months")} 月", note);
        if (match.Groups["day"].Success)
            return Date(year, Number("month"), Number("day")) is { } day ? new(text, PeriodKind.Day, day, core, note) : Unknown(text);
        if (match.Groups["month"].Success)
            return new(text, PeriodKind.Month, EndOfMonth(year, Number("month")), $"{year} 年 {Number("month")} 月", note);
        if (match.Groups["to"].Success)
            return new(text, PeriodKind.Span, SpanEnd(match.Groups["to"].Value), $"{year}–{match.Groups["to"].Value} 年", note);
        return match.Groups["yearEnd"].Success
            ? new(text, PeriodKind.YearEnd, new(year, 12, 31), $"{year} 年末", note)
            : new(text, PeriodKind.Year, new(year, 12, 31), $"{year} 年", note);
    }

    private static Period Unknown(string text) => new(text, PeriodKind.Unknown, null, "口径年份未注明", text is "—" or "" ? "" : text.Trim());

    private static (string Core, string Note) Split(string text)
    {
        var (core, notes) = (text, new List<string>());
        if (text.IndexOf('（') is > 0 and var open && text.EndsWith('）'))
        {
            core = text[..open];
            notes.Add(text[(open + 1)..^1]);
        }
        foreach (var word in (string[])["前后", "公示"])
            if (core.EndsWith(word, StringComparison.Ordinal))
            {
                core = core[..^word.Length];
                notes.Insert(0, word);
            }
        return (core, string.Join('，', notes));
    }

    private static string Quarters(int last) => last switch { 1 => "一季度", 2 => "上半年", 3 => "前三季度", _ => "四个季度" };

    private static DateOnly EndOfMonth(int year, int month) => new(year, month, DateTime.DaysInMonth(year, month));

    private static DateOnly? Date(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new(year, month, day) : null;

    private static DateOnly? SpanEnd(string text) => Parse(text).End;

    [GeneratedRegex(@"\A(?<year>[0-9]{4})(?:(?<yearEnd>年末)|Q1-(?<quarter>[1-4])|Q(?<quarter>1)|M1-(?<months>[1-9]|1[0-2])|M(?<month>0[1-9]|1[0-2])|-(?<month>0[1-9]|1[0-2])(?:-(?<day>[0-9]{2})(?: [0-9]{2}:[0-9]{2})?)?|[—–](?<to>[0-9]{4}(?:-[0-9]{2})?))?\z")]
    private static partial Regex Shape();
}

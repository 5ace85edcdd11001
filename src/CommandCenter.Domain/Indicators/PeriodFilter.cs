using System.Globalization;

namespace CommandCenter.Domain.Indicators;

/// <summary>Which values a page looks at: the newest published, whole years only, or one year.</summary>
/// <param name="Year">The one year; null for the others.</param>
/// <param name="WholeYears">Only values of a whole year or of its end.</param>
public sealed record PeriodFilter(int? Year, bool WholeYears)
{
    public const string Years = "year";

    public static PeriodFilter Latest { get; } = new(null, false);

    /// <summary>Reads <c>year</c> or four digits; anything else is <see cref="Latest"/>.</summary>
    public static PeriodFilter Parse(string? text) =>
        text == Years ? new(null, true)
        : text is { Length: 4 } && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? new(year, false)
        : Latest;

    /// <summary>As <see cref="Parse"/> reads it; null for the newest.</summary>
    public string? Text => WholeYears ? Years : Year?.ToString(CultureInfo.InvariantCulture);

    public bool Lets(IndicatorValue value) =>
        (Year is null || value.Period.Year == Year) && (!WholeYears || value.Period.Kind is PeriodKind.Year or PeriodKind.YearEnd);
}

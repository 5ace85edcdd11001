using System.Globalization;
using System.Text.RegularExpressions;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Domain.Indicators;

/// <summary>How far a source is from the office that counted: A official, B repost of an official text, C roundup.</summary>
public enum SourceGrade
{
    A,
    B,
    C,
}

/// <summary>One published value with its passport: without one of these it may not be shown.</summary>
/// <param name="Region">The region it speaks of.</param>
/// <param name="Indicator">Name in the catalogue, without words on nature and bound.</param>
/// <param name="Period">期别.</param>
/// <param name="Text">The value in the source's own digits; may be a word (Ⅱ).</param>
/// <param name="Unit">The source's unit.</param>
/// <param name="SourceTitle">Title of the page or paper it was read in.</param>
/// <param name="Publisher">Who published that.</param>
/// <param name="Batch">Number of the import that brought it.</param>
/// <param name="ImportedAt">When.</param>
/// <param name="Versions">How many different values were ever imported for this region, indicator and period; 1 without a revision.</param>
public sealed partial record IndicatorValue(
    RegionCode Region,
    string Indicator,
    ValueNature Nature,
    ValueBound Bound,
    Period Period,
    string Text,
    string Unit,
    string SourceTitle,
    string Publisher,
    SourceGrade Grade,
    uint Batch,
    DateTimeOffset ImportedAt,
    uint Versions)
{
    /// <summary>The value with the decimals the source gave; null when it is a word.</summary>
    public decimal? Number { get; } =
        decimal.TryParse(Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The day or month in the title of the source, 2025-02 or 2021-06-04; empty when it tells none.</summary>
    public string PublishedOn => DateInTitle().Match(SourceTitle).Value;

    [GeneratedRegex("(?<![0-9])20[0-9]{2}-[0-9]{2}(?:-[0-9]{2})?(?![0-9])")]
    private static partial Regex DateInTitle();
}

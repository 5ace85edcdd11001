using System.Globalization;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Tells what a text is: the strict reading that columns of a table are typed by.</summary>
internal static class AttributeGuess
{
    private const int MostDigits = 15;

    public static AttributeType Of(string text) =>
        IsWholeNumber(text) ? AttributeType.WholeNumber
        : IsNumber(text) ? AttributeType.Number
        : text is "true" or "false" ? AttributeType.TrueFalse
        : IsTime(text) ? AttributeType.Time
        : AttributeType.Text;

    private static bool IsTime(string text) =>
        text.Length is >= 8 and <= 40 && char.IsAsciiDigit(text[0]) && text.AsSpan(0, 5).ContainsAny('-', '/') && LeadValues.Instant(text) is not null;

    public static bool IsWholeNumber(ReadOnlySpan<char> text)
    {
        if (text is ['-', ..]) text = text[1..];
        return text.Length is > 0 and <= MostDigits && !text.ContainsAnyExceptInRange('0', '9') && (text[0] != '0' || text.Length == 1);
    }

    /// <summary>Exactly what JSON takes as a number, finite, and not a code: 0750, +1 and 1. are texts.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        if (IsWholeNumber(text)) return true;
        var point = text.IndexOf('.');
        if (point < 1 || !IsWholeNumber(text[..point] is "-0" ? "0" : text[..point])) return false;
        var rest = text[(point + 1)..];
        var power = rest.IndexOfAny('e', 'E');
        var digits = power < 0 ? rest : rest[..power];
        if (digits.Length is 0 or > 300 || digits.ContainsAnyExceptInRange('0', '9')) return false;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && text[^1] is >= '0' and <= '9';
    }

    /// <summary>What both are.</summary>
    public static AttributeType Common(AttributeType one, AttributeType other) => (one, other) switch
    {
        _ when one == other => one,
        (AttributeType.WholeNumber, AttributeType.Number) or (AttributeType.Number, AttributeType.WholeNumber) => AttributeType.Number,
        _ => AttributeType.Text,
    };
}

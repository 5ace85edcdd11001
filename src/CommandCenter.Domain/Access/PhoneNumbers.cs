using System.Text.RegularExpressions;

namespace CommandCenter.Domain.Access;

/// <summary>Telephone numbers of mainland China as people type them, and as they are kept: a mobile number in eleven digits,
/// 13812341234, or a land line with its area code, 0750-3123456 (工信部《电信网编号计划》).</summary>
public static partial class PhoneNumbers
{
    private const int LongestTyped = 40;

    /// <summary>The number as it is kept, or null when the text is none. Full-width digits and hyphens become ASCII, spaces go,
    /// a land line gets its hyphen. What is masked already (138****1234) is no number.</summary>
    public static string? Read(string text)
    {
        if (text.Length > LongestTyped) return null;
        var plain = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)).Select(Ascii));
        if (Mobile().IsMatch(plain)) return plain;
        return LandLine().Match(plain) is { Success: true } line ? $"{line.Groups["area"].Value}-{line.Groups["local"].Value}" : null;
    }

    private static char Ascii(char letter) => letter switch
    {
        >= '０' and <= '９' => (char)(letter - '０' + '0'),
        '－' or '–' or '—' => '-',
        _ => letter,
    };

    [GeneratedRegex(@"\A1[3-9][0-9]{9}\z")]
    private static partial Regex Mobile();

    // Area codes: 010 and 02x of the largest cities, else four digits.
    [GeneratedRegex(@"\A(?<area>010|02[0-9]|0[3-9][0-9]{2})-?(?<local>[2-9][0-9]{6,7})\z")]
    private static partial Regex LandLine();
}

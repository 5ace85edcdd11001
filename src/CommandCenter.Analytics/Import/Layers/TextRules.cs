using System.Buffers;
using System.Text;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>What may stand in a text that is kept: no control characters, nothing that turns the direction of writing, no half
/// characters. 𠮷 stays.</summary>
internal static class TextRules
{
    /// <summary>UTF-16 units of a property.</summary>
    public const int Longest = 4000;

    /// <summary>UTF-16 units of a class or a label.</summary>
    public const int LongestLead = 200;

    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Concat(Enumerable.Range(127, 33)).Select(one => (char)one), '\uFEFF', .. Range('\u200E', '\u200F'), .. Range('\u2028', '\u202E'), .. Range('\u2066', '\u2069'), .. Range('\uD800', '\uDFFF')]);

    /// <summary>The text as it is kept: blanks for tabs and line ends, other control characters gone, cut to <paramref name="longest"/>.
    /// Null when half a character stands in it.</summary>
    public static string? Clean(string text, int longest, out bool isCut)
    {
        isCut = false;
        if (text.AsSpan().ContainsAny(Suspicious))
        {
            var clean = new StringBuilder(text.Length);
            for (var i = 0; i < text.Length; i++)
                if (text[i] is '\t' or '\r' or '\n' or '\u2028' or '\u2029') clean.Append(' ');
                else if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) clean.Append(text[i]).Append(text[++i]);
                else if (char.IsSurrogate(text[i])) return null;
                else if (!Suspicious.Contains(text[i])) clean.Append(text[i]);
            text = clean.ToString();
        }
        if (text.Length <= longest) return text;
        isCut = true;
        return text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
    }

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(one => (char)one);
}

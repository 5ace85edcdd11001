namespace CommandCenter.Domain.Video;

/// <summary>Text as it is searched: letters without case, full-width letters and digits as their usual ones.</summary>
public static class CameraText
{
    /// <summary>So many words of a question are looked at; further ones narrow nothing.</summary>
    public const int MostWords = 8;

    private const char FullWidthFirst = '\uFF01', FullWidthLast = '\uFF5E', FullWidthSpace = '\u3000';
    private const int FullWidthShift = 0xFEE0;

    /// <summary>The text folded; no longer and no shorter than it was. What separates lines becomes a blank.</summary>
    public static string Fold(string text) => string.Create(text.Length, text, static (folded, text) =>
    {
        for (var i = 0; i < text.Length; i++) folded[i] = Fold(text[i]);
    });

    /// <summary>The words of a question, folded, each once, in the order in which they were typed.</summary>
    public static IReadOnlyList<string> Words(string? question) => question is null
        ? []
        : [.. Fold(question).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).Take(MostWords)];

    private static char Fold(char letter) => letter switch
    {
        FullWidthSpace or '\n' or '\r' or '\t' => ' ',
        >= FullWidthFirst and <= FullWidthLast => char.ToLowerInvariant((char)(letter - FullWidthShift)),
        _ => char.ToLowerInvariant(letter),
    };
}

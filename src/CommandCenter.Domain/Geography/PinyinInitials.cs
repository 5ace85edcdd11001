using System.Collections.Frozen;
using System.Reflection;

namespace CommandCenter.Domain.Geography;

/// <summary>Pinyin initials of Chinese names, 台山市 → <c>tss</c>, so that a region is found by three keys.
/// Source: <c>pinyin-initials.txt</c>, made by <c>build/pinyin-initials.mjs</c>.</summary>
public static class PinyinInitials
{
    private static readonly FrozenDictionary<char, char> Initials = Load();

    /// <summary>One lower-case letter per ideograph; ASCII letters and digits stay (lower case); every other sign is
    /// left out. A polyphone gets its reading in place names.</summary>
    public static string Of(string name)
    {
        Span<char> initials = name.Length <= 128 ? stackalloc char[name.Length] : new char[name.Length];
        var count = 0;
        foreach (var sign in name)
        {
            if (Initials.TryGetValue(sign, out var initial)) initials[count++] = initial;
            else if (char.IsAsciiLetterOrDigit(sign)) initials[count++] = char.ToLowerInvariant(sign);
        }
        return initials[..count].ToString();
    }

    private static FrozenDictionary<char, char> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("pinyin-initials.txt")!;
        using var reader = new StreamReader(stream);
        var initials = new Dictionary<char, char>(21_000);
        while (reader.ReadLine() is { } line)
            foreach (var ideograph in line.AsSpan(1))
                initials[ideograph] = line[0];
        return initials.ToFrozenDictionary();
    }
}

using System.Text;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>The encodings in which Chinese offices write files.</summary>
public static class TextEncodings
{
    public const string Utf8 = "UTF-8";
    public const string Gb18030 = "GB18030";
    public const string Utf16Little = "UTF-16LE";
    public const string Utf16Big = "UTF-16BE";

    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Refuses bytes that do not fit it.</summary>
    /// <exception cref="ArgumentException">No such name here.</exception>
    public static Encoding Named(string name) => name switch
    {
        Utf8 => new UTF8Encoding(false, throwOnInvalidBytes: true),
        Gb18030 => Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
        Utf16Little => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        Utf16Big => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        _ => throw new ArgumentException("Not one of the encodings files are read in.", nameof(name)),
    };

    /// <summary>The name here of an encoding as people call it, in any case: UTF8, gbk, GB2312, utf-16. Null for what is read as none of ours.</summary>
    public static string? Parse(string? text) => text?.Trim().ToUpperInvariant() switch
    {
        "UTF-8" or "UTF8" => Utf8,
        "GB18030" or "GBK" or "GB2312" or "936" => Gb18030,
        "UTF-16" or "UTF-16LE" => Utf16Little,
        "UTF-16BE" => Utf16Big,
        _ => null,
    };

    /// <summary>By the mark at the beginning, the zero bytes of UTF-16, and whether all bytes are valid UTF-8; otherwise GB18030,
    /// in which nearly everything is valid: that is for a person to see.</summary>
    /// <param name="head">The beginning of the file, some 64 KB.</param>
    /// <param name="isUtf8">Whether the whole file is valid UTF-8.</param>
    public static string Guess(ReadOnlySpan<byte> head, bool isUtf8)
    {
        if (head.StartsWith("\uFEFF"u8)) return Utf8;
        if (head is [0xFF, 0xFE, ..]) return Utf16Little;
        if (head is [0xFE, 0xFF, ..]) return Utf16Big;
        var (even, odd) = (0, 0);
        for (var i = 0; i < head.Length; i++)
            if (head[i] == 0 && i % 2 == 0) even++;
            else if (head[i] == 0) odd++;
        // Separators and digits of UTF-16 carry a zero each; the other encodings have none.
        if (even + odd > head.Length / 20 && Math.Max(even, odd) > 4 * Math.Min(even, odd)) return odd > even ? Utf16Little : Utf16Big;
        return isUtf8 && !IsChineseByChance(head) ? Utf8 : Gb18030;
    }

    /// <summary>The text of some bytes: UTF-8 when they are, otherwise GB18030; what fits neither becomes �.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => IsUtf8(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.GetEncoding("GB18030").GetString(bytes);

    /// <summary>Valid UTF-8, and not by chance.</summary>
    public static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes) && !IsChineseByChance(bytes);

    /// <summary>Two bytes of GB18030 may be a letter of UTF-8 (学校 is ѧУ), but Chinese in UTF-8 has three a character: letters
    /// without any Chinese, which as GB18030 are Chinese, are just that. ° × é begin with C2 or C3 and do not count.</summary>
    private static bool IsChineseByChance(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.ContainsAnyInRange((byte)0xC4, (byte)0xDF) || bytes.ContainsAnyInRange((byte)0xE2, (byte)0xF4)) return false;
        var (text, isChinese) = (Encoding.GetEncoding("GB18030").GetString(bytes), false);
        foreach (var one in text)
        {
            if (one is '\uFFFD') return false;
            isChinese |= one is >= '\u4E00' and <= '\u9FFF';
        }
        return isChinese;
    }
}

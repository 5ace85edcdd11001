using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CommandCenter.Store.Audit;

/// <summary>Texts as the trail keeps them: bounded, and of characters that every database takes and gives back unchanged.</summary>
internal static class AuditText
{
    public const int MostDetails = 32;
    public const int MostValue = 500;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>At most <paramref name="most"/> UTF-16 units, a cut shown by …; control characters and lone surrogates become �.</summary>
    public static string Clean(string? text, int most)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var isCut = text.Length > most;
        var clean = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate comes as U+FFFD
        {
            if (isCut && clean.Length + rune.Utf16SequenceLength >= most) return clean.Append('…').ToString();
            clean.Append(Rune.IsControl(rune) ? "\uFFFD" : rune.ToString());
        }
        return clean.ToString();
    }

    /// <summary>A JSON object whose keys stand in ordinal order, so that the same facts are always the same text.</summary>
    public static string Canonical(IReadOnlyDictionary<string, string> detail)
    {
        var text = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(text, Plain))
        {
            json.WriteStartObject();
            foreach (var (name, value) in detail.OrderBy(pair => pair.Key, StringComparer.Ordinal).Take(MostDetails))
                json.WriteString(Clean(name, 64), Clean(value, MostValue));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}

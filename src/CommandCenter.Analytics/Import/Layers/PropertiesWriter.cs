using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Writes the attributes of rows as flat JSON objects.</summary>
internal sealed class PropertiesWriter : IDisposable
{
    private const int LongestName = 200;
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);
    private readonly Utf8JsonWriter _json;

    public PropertiesWriter() => _json = new(_bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Dispose() => _json.Dispose();

    /// <returns>Null, and <paramref name="fault"/> set, when a text holds half a character.</returns>
    public byte[]? Write(List<AttributeValue> attributes, Action<LayerFault> note, out LayerFault? fault)
    {
        fault = null;
        _bytes.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        foreach (var one in attributes)
        {
            if (TextRules.Clean(one.Name, LongestName, out _) is not { } name) return Half(one, out fault);
            switch (one.Kind)
            {
                case ValueKind.Text:
                    if (TextRules.Clean(one.Text, TextRules.Longest, out var isCut) is not { } text) return Half(one, out fault);
                    if (isCut) note(new(LayerFault.TextCut, $"“{name}”超过 {TextRules.Longest} 字，已截断"));
                    _json.WriteString(name, text);
                    break;
                case ValueKind.Number:
                    _json.WritePropertyName(name);
                    _json.WriteRawValue(one.Text, skipInputValidation: true);
                    break;
                case ValueKind.Nothing:
                    _json.WriteNull(name);
                    break;
                default:
                    _json.WriteBoolean(name, one.Kind is ValueKind.True);
                    break;
            }
        }
        _json.WriteEndObject();
        _json.Flush();
        return _bytes.WrittenSpan.ToArray();
    }

    private static byte[]? Half(AttributeValue one, out LayerFault fault)
    {
        fault = new(LayerFault.LoneSurrogate, $"“{TextRules.Clean(one.Name, 40, out _)}”的文字含不成对的代理字符");
        return null;
    }
}

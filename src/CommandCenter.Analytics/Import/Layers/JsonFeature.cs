using System.Text;
using System.Text.Json;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Decodes GeoJSON features. Whatever is wrong with one becomes its row's fault.</summary>
internal sealed class JsonFeature
{
    /// <summary>64 levels of the file, of which the collection and its list take two.</summary>
    private const int Deepest = 62;

    private static readonly LayerFault NotFeature = new(LayerFault.NotFeature, "不是 Feature");

    /// <summary>Names of the feature before: most features have the same attributes in the same order.</summary>
    private readonly List<string> _names = [];
    private bool _isRepeating;

    public void Read(ReadOnlySpan<byte> bytes, SourceRow row)
    {
        try
        {
            ReadMembers(bytes, row);
        }
        catch (JsonException)
        {
            row.Fault = Nesting(bytes) > Deepest
                ? new(LayerFault.TooDeep, "嵌套超过 64 层")
                : new(LayerFault.JsonMalformed, "JSON 格式有误（如 NaN、多余的逗号）");
        }
        catch (InvalidOperationException)
        {
            row.Fault = bytes.IndexOf("\\u"u8) >= 0
                ? new(LayerFault.LoneSurrogate, "文字含不成对的代理字符")
                : new(LayerFault.EncodingInvalid, "文字不是有效的 UTF-8");
        }
    }

    private void ReadMembers(ReadOnlySpan<byte> bytes, SourceRow row)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Deepest });
        var (isFeature, hasGeometry) = (false, false);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                isFeature = reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("Feature"u8);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("geometry"u8))
            {
                reader.Read();
                hasGeometry = true;
                row.Fault = JsonShape.Read(ref reader, row.Shape);
            }
            else if (reader.ValueTextEquals("properties"u8))
            {
                reader.Read();
                if (reader.TokenType is JsonTokenType.StartObject) Attributes(ref reader, bytes, row);
                else reader.Skip();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        while (reader.Read()) { }
        if (!isFeature) row.Fault = NotFeature;
        else if (!hasGeometry) row.Fault = new(LayerFault.GeometryMissing, "没有几何（geometry 为空）");
        else if (row.Attributes.Count > SourceRow.MostAttributes)
            row.Fault ??= new(LayerFault.TooManyAttributes, $"属性超过 {SourceRow.MostAttributes} 个");
    }

    private void Attributes(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, SourceRow row)
    {
        row.Attributes.Clear();
        for (var at = 0; reader.Read() && reader.TokenType is JsonTokenType.PropertyName; at++)
        {
            var name = Name(ref reader, at);
            reader.Read();
            var value = reader.TokenType switch
            {
                JsonTokenType.String => new AttributeValue(name, ValueKind.Text, reader.GetString()!),
                JsonTokenType.Number => Number(name, ref reader),
                JsonTokenType.True => new(name, ValueKind.True),
                JsonTokenType.False => new(name, ValueKind.False),
                JsonTokenType.Null => new(name, ValueKind.Nothing),
                _ => Nested(name, ref reader, bytes),
            };
            if (row.Attributes.Count > SourceRow.MostAttributes) continue;
            // Of two members of one name the later counts, as everywhere in JSON.
            var earlier = _isRepeating ? row.Attributes.FindIndex(one => one.Name == name) : -1;
            if (earlier >= 0) row.Attributes[earlier] = value;
            else row.Attributes.Add(value);
        }
    }

    private string Name(ref Utf8JsonReader reader, int at)
    {
        if (at < _names.Count && reader.ValueTextEquals(_names[at])) return _names[at];
        var name = reader.GetString()!;
        if (at < _names.Count) _names[at] = name;
        else if (at < SourceRow.MostAttributes) _names.Add(name);
        _isRepeating = _names.Distinct().Count() < _names.Count;
        return name;
    }

    private static AttributeValue Number(string name, ref Utf8JsonReader reader)
    {
        var text = Encoding.UTF8.GetString(reader.ValueSpan);
        return new(name, double.IsFinite(reader.GetDouble()) ? ValueKind.Number : ValueKind.Text, text);
    }

    private static AttributeValue Nested(string name, ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes)
    {
        var begin = (int)reader.TokenStartIndex;
        reader.Skip();
        return new(name, ValueKind.Text, Encoding.UTF8.GetString(bytes[begin..(int)reader.BytesConsumed]));
    }

    private static int Nesting(ReadOnlySpan<byte> bytes)
    {
        var (depth, deepest, isText) = (0, 0, false);
        for (var i = 0; i < bytes.Length; i++)
            if (isText && bytes[i] == '\\') i++;
            else if (bytes[i] == '"') isText = !isText;
            else if (!isText && bytes[i] is (byte)'{' or (byte)'[') deepest = Math.Max(deepest, ++depth);
            else if (!isText && bytes[i] is (byte)'}' or (byte)']') depth--;
        return deepest;
    }
}

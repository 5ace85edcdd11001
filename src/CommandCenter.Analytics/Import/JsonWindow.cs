using System.Text.Json;

namespace CommandCenter.Analytics.Import;

/// <summary>A moving window over the bytes of a FeatureCollection. It grows to the largest feature and no further.</summary>
internal sealed class JsonWindow(Stream stream, string file) : IDisposable
{
    private const int Step = 1 << 20;
    private byte[] _bytes = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isLast;
    private JsonReaderState _state;
    private bool _skippedMark;

    public void Dispose() => stream.Dispose();

    /// <summary>Moves to the first element of the array "features".</summary>
    public void EnterFeatures(JsonReaderOptions options)
    {
        _state = new JsonReaderState(options);
        Fill();
        if (_end - _start >= 2 && (_bytes[_start], _bytes[_start + 1]) is (0xFF, 0xFE) or (0xFE, 0xFF))
            throw new ImportException(file, "", "应为 UTF-8 编码，实为 UTF-16");
        while (!TryEnter())
            if (!Fill()) throw Cut();
    }

    /// <summary>The bytes of the next feature, valid until the next call; null after the last one, when the file ends as it should.</summary>
    public ReadOnlyMemory<byte>? NextFeature(JsonReaderOptions options, int largest, int number)
    {
        while (true)
        {
            if (TryTake(number, out var feature, out var isEnd)) return isEnd ? default(ReadOnlyMemory<byte>?) : feature;
            if (_end - _start > largest) throw ImportException.AtFeature(file, number, "要素过大");
            if (!Fill()) throw Cut();
        }
    }

    private bool TryEnter()
    {
        try
        {
            var reader = new Utf8JsonReader(_bytes.AsSpan(_start, _end - _start), _isLast, _state);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
                    throw new ImportException(file, "", "不是 GeoJSON FeatureCollection");
                if (reader.TokenType is JsonTokenType.PropertyName && reader.CurrentDepth == 1 && !reader.ValueTextEquals("features"u8))
                {
                    if (!reader.TrySkip()) return false;
                    continue;
                }
                if (reader.TokenType is JsonTokenType.StartArray)
                {
                    Keep(reader);
                    return true;
                }
                if (reader.TokenType is JsonTokenType.EndObject) throw new ImportException(file, "", "缺少 features");
            }
            return false;
        }
        catch (JsonException)
        {
            throw new ImportException(file, "", "不是 JSON、嵌套过深，或文件不完整");
        }
    }

    private bool TryTake(int number, out ReadOnlyMemory<byte> feature, out bool isEnd)
    {
        (feature, isEnd) = (default, false);
        try
        {
            var reader = new Utf8JsonReader(_bytes.AsSpan(_start, _end - _start), _isLast, _state);
            if (!reader.Read()) return false;
            if (reader.TokenType is JsonTokenType.EndArray)
            {
                while (reader.Read()) { }
                if (!_isLast || reader.CurrentDepth != 0) return false;
                isEnd = true;
                return true;
            }
            if (reader.TokenType is not JsonTokenType.StartObject) throw ImportException.AtFeature(file, number, "不是 Feature");
            var begin = _start + (int)reader.TokenStartIndex;
            if (!reader.TrySkip()) return false;
            feature = _bytes.AsMemory(begin, _start + (int)reader.BytesConsumed - begin);
            Keep(reader);
            return true;
        }
        catch (JsonException)
        {
            throw ImportException.AtFeature(file, number, "JSON 格式有误（如 NaN）、嵌套过深，或文件在此中断");
        }
    }

    private void Keep(Utf8JsonReader reader)
    {
        _state = reader.CurrentState;
        _start += (int)reader.BytesConsumed;
    }

    private ImportException Cut() => new(file, "", "文件不完整");

    /// <summary>Reads more bytes behind the window; false at the end of the file.</summary>
    private bool Fill()
    {
        if (_isLast) return false;
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }
        if (_bytes.Length - _end < Step) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _end + Step));
        var count = stream.ReadAtLeast(_bytes.AsSpan(_end), Step, throwOnEndOfStream: false);
        _end += count;
        _isLast = count < Step;
        if (!_skippedMark && _bytes.AsSpan(_start, _end - _start).StartsWith("\uFEFF"u8)) _start += 3;
        _skippedMark = true;
        return true;
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using CommandCenter.Analytics.Import.Layers;

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
    private static readonly SearchValues<byte> Turns = SearchValues.Create("{}\""u8);

    /// <summary>The member "crs" as it stands before the features: JSON in UTF-8; empty without one.</summary>
    public ReadOnlyMemory<byte> CrsMember { get; private set; }

    public void Dispose() => stream.Dispose();

    /// <summary>Moves to the first element of the array "features".</summary>
    public void EnterFeatures(JsonReaderOptions options)
    {
        _state = new JsonReaderState(options);
        Fill();
        if (_end - _start >= 2 && (_bytes[_start], _bytes[_start + 1]) is (0xFF, 0xFE) or (0xFE, 0xFF))
            throw new ImportException(file, "", "应为 UTF-8 编码，实为 UTF-16", LayerFault.EncodingInvalid);
        while (!TryEnter())
            if (!Fill()) throw Cut();
    }

    /// <summary>The bytes of the next feature, valid until the next call; null after the last one, when the file ends as it should.</summary>
    public ReadOnlyMemory<byte>? NextFeature(JsonReaderOptions options, int largest, int number)
    {
        while (true)
        {
            if (TryTake(number, out var feature, out var isEnd)) return isEnd ? default(ReadOnlyMemory<byte>?) : feature;
            if (_end - _start > largest) throw TooLarge(number);
            if (!Fill()) throw Cut();
        }
    }

    /// <summary>As <see cref="NextFeature"/>, but only finds where the object begins and ends: what is wrong inside it (NaN,
    /// nesting) stays its own fault, and the objects behind it are read.</summary>
    public ReadOnlyMemory<byte>? NextObject(int largest, long number)
    {
        while (!SkipBlanks())
            if (!Fill()) throw Cut();
        if (_bytes[_start] == ']')
        {
            _start++;
            Close();
            return null;
        }
        if (_bytes[_start] != '{') throw ImportException.AtFeature(file, number, "不是 Feature", LayerFault.NotFeature);
        var length = Length(largest, number);
        var feature = _bytes.AsMemory(_start, length);
        _start += length;
        return feature;
    }

    private bool TryEnter()
    {
        try
        {
            var reader = new Utf8JsonReader(_bytes.AsSpan(_start, _end - _start), _isLast, _state);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
                    throw new ImportException(file, "", "不是 GeoJSON FeatureCollection", LayerFault.NotFeatureCollection);
                if (reader.TokenType is JsonTokenType.PropertyName && reader.CurrentDepth == 1 && !reader.ValueTextEquals("features"u8))
                {
                    var isCrs = reader.ValueTextEquals("crs"u8);
                    var begin = (int)reader.BytesConsumed;
                    if (!reader.TrySkip()) return false;
                    if (isCrs) CrsMember = _bytes.AsSpan(_start + begin, (int)reader.BytesConsumed - begin).TrimStart(": \t\r\n"u8).ToArray();
                    continue;
                }
                if (reader.TokenType is JsonTokenType.StartArray)
                {
                    Keep(reader);
                    return true;
                }
                if (reader.TokenType is JsonTokenType.EndObject) throw new ImportException(file, "", "缺少 features", LayerFault.NotFeatureCollection);
            }
            return false;
        }
        catch (JsonException)
        {
            throw new ImportException(file, "", "不是 JSON、嵌套过深，或文件不完整", LayerFault.JsonMalformed);
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

    /// <summary>Moves to the next byte that is neither blank nor comma; false when the window holds none.</summary>
    private bool SkipBlanks()
    {
        var next = _bytes.AsSpan(_start, _end - _start).IndexOfAnyExcept(" \t\r\n,"u8);
        _start = next < 0 ? _end : _start + next;
        return next >= 0;
    }

    /// <summary>How many bytes the object at the start of the window has.</summary>
    private int Length(int largest, long number)
    {
        var (at, depth, isText) = (0, 0, false);
        while (true)
        {
            var rest = _bytes.AsSpan(_start + at, _end - _start - at);
            var turn = isText ? rest.IndexOfAny((byte)'"', (byte)'\\') : rest.IndexOfAny(Turns);
            // An escape at the very end of the window waits for the byte it belongs to.
            if (turn >= 0 && !(rest[turn] == '\\' && turn + 1 == rest.Length))
            {
                at += turn + 1;
                if (rest[turn] == '\\') at++;
                else if (rest[turn] == '"') isText = !isText;
                else if (rest[turn] == '{') depth++;
                else if (--depth == 0) return at <= largest ? at : throw TooLarge(number);
                continue;
            }
            at += turn >= 0 ? turn : rest.Length;
            if (at > largest) throw TooLarge(number);
            if (!Fill()) throw ImportException.AtFeature(file, number, "文件在此中断", LayerFault.FileTruncated);
        }
    }

    /// <summary>Reads what follows the features to the end of the collection.</summary>
    private void Close()
    {
        var (isText, isEscaped) = (false, false);
        for (var depth = 1; depth > 0; _start++)
        {
            while (_start == _end)
                if (!Fill()) throw Cut();
            if (isText && (isEscaped || _bytes[_start] == '\\')) isEscaped = !isEscaped;
            else if (_bytes[_start] == '"') isText = !isText;
            else if (!isText) depth += _bytes[_start] switch { (byte)'{' => 1, (byte)'}' => -1, _ => 0 };
        }
    }

    private void Keep(Utf8JsonReader reader)
    {
        _state = reader.CurrentState;
        _start += (int)reader.BytesConsumed;
    }

    private ImportException TooLarge(long number) => ImportException.AtFeature(file, number, "要素过大", LayerFault.FeatureTooLarge);

    private ImportException Cut() => new(file, "", "文件不完整", LayerFault.FileTruncated);

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
        var count = Read();
        _end += count;
        _isLast = count < Step;
        if (!_skippedMark && _bytes.AsSpan(_start, _end - _start).StartsWith("\uFEFF"u8)) _start += 3;
        _skippedMark = true;
        return true;
    }

    private int Read()
    {
        try
        {
            return stream.ReadAtLeast(_bytes.AsSpan(_end), Step, throwOnEndOfStream: false);
        }
        catch (DecoderFallbackException)
        {
            throw new ImportException(file, "", "文字与所选编码不符，请换一种编码", LayerFault.EncodingInvalid);
        }
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>
/// The rows of an answer as they come in. A server that fails behind the first row can only write its failure behind the rows,
/// so the last bytes are held back until it is known what they are. For one reader.
/// </summary>
internal sealed partial class HttpRows(Stream body, string? tag)
{
    private const string Mark = "__exception__\r\n";

    /// <summary>The longest failure a server without tags writes.</summary>
    private const int LongestFailure = 16 * 1024;

    /// <summary>Since 25.11 a mark and a tag of the answer's own stand before a failure: no row holds them by chance.</summary>
    private readonly byte[]? _mark = tag is null ? null : Encoding.ASCII.GetBytes(Mark + tag);
    private byte[] _bytes = new byte[128 * 1024];
    private int _from;
    private int _to;
    private bool _ended;
    private bool _brokeOff;

    /// <summary>The next rows, at least one; null behind the last.</summary>
    /// <exception cref="ClickHouseException">The server failed, or the answer ends within a row.</exception>
    public async ValueTask<IReadOnlyList<T>?> NextAsync<T>(Func<RowBinaryReader, T> row, CancellationToken cancel)
    {
        while (true)
        {
            var safe = Safe();
            if (safe > _from && Decode(row, safe) is { Count: > 0 } rows) return rows;
            if (_ended) return Finish<T>();
            await FillAsync(cancel);
        }
    }

    private async Task FillAsync(CancellationToken cancel)
    {
        if (_from > 0)
        {
            Buffer.BlockCopy(_bytes, _from, _bytes, 0, _to - _from);
            (_from, _to) = (0, _to - _from);
        }

        if (_to == _bytes.Length) Array.Resize(ref _bytes, _bytes.Length * 2);
        try
        {
            var read = await body.ReadAsync(_bytes.AsMemory(_to), cancel);
            _to += read;
            _ended = read == 0;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            // A failing server ends its answer improperly on purpose; why it did may stand in what came before.
            _ended = _brokeOff = true;
        }
    }

    /// <summary>How far the bytes are rows for sure.</summary>
    private int Safe()
    {
        if (_mark is not null)
        {
            var at = _bytes.AsSpan(_from, _to - _from).IndexOf(_mark);
            if (at >= 0) return Math.Max(_from, _from + at - 2);
            return _ended ? _to : _to - _mark.Length - 2;
        }

        if (!_ended) return _to - LongestFailure;
        return Failure() is var (start, _) ? start : _to;
    }

    private List<T> Decode<T>(Func<RowBinaryReader, T> row, int safe)
    {
        var reader = new RowBinaryReader(_bytes, safe) { Position = _from };
        var rows = new List<T>();
        try
        {
            while (reader.HasMore)
            {
                rows.Add(row(reader));
                _from = reader.Position;
            }
        }
        catch (EndOfStreamException)
        {
            // The rest of this row is still to come.
        }

        return rows;
    }

    private IReadOnlyList<T>? Finish<T>()
    {
        if (Failure() is var (_, failure)) throw failure;
        if (_brokeOff || _from < _to) throw new ClickHouseException(HttpPatience.NoLine, "The answer broke off.");
        return null;
    }

    private (int Start, ClickHouseException Failure)? Failure()
    {
        // One byte is one character: places in the text are places in the bytes.
        var text = Encoding.Latin1.GetString(_bytes, _from, _to - _from);
        var start = tag is not null ? text.IndexOf(Mark + tag, StringComparison.Ordinal)
            : Untagged().Match(text) is { Success: true } match ? match.Index : -1;
        if (start < 0) return null;
        var said = Encoding.UTF8.GetString(_bytes, _from + start, _to - _from - start);
        if (tag is not null) said = said.Replace(Mark, "").Replace(tag, "").Trim();
        return (_from + start, HttpWire.Failure(said[Math.Max(0, said.IndexOf("Code:", StringComparison.Ordinal))..]));
    }

    /// <summary>What servers before 25.11 write behind the rows, to the end of the answer.</summary>
    [GeneratedRegex(@"(?:(?:\r\n)?__exception__\r\n)?Code: \d+[.,] [^\0]{0,64}DB::Exception.*(?:\(version [^)]*(?:\([^)]*\))?\)|e\.what\(\) = DB::Exception)\s*\z", RegexOptions.Singleline)]
    private static partial Regex Untagged();
}

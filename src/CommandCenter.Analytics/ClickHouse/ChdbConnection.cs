using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>One connection of libchdb: a session that runs one statement at a time, on the calling thread, until it ends.
/// Used by one thread at a time.</summary>
internal sealed unsafe partial class ChdbConnection : IDisposable
{
    private const string Format = "RowBinary";
    private readonly void** _handle;
    private bool _closed;

    private ChdbConnection(void** handle) => _handle = handle;

    /// <exception cref="ClickHouseException">The folder cannot be opened; most often another process has it.</exception>
    public static ChdbConnection Open(IReadOnlyList<string> arguments)
    {
        var texts = arguments.Select(Marshal.StringToCoTaskMemUTF8).ToArray();
        try
        {
            fixed (IntPtr* first = texts)
            {
                var handle = Chdb.Connect(texts.Length, (byte**)first);
                return handle is not null
                    ? new(handle)
                    : throw new ClickHouseException(76, "The ClickHouse folder cannot be opened: another process has it, or this process has another folder open.");
            }
        }
        finally
        {
            foreach (var text in texts) Marshal.FreeCoTaskMem(text);
        }
    }

    /// <summary>Runs one statement and copies its whole answer.</summary>
    public byte[] Query(string text, Sql sql)
    {
        var result = Start(text, sql, streamed: false);
        try
        {
            return Take(result);
        }
        finally
        {
            Chdb.DestroyResult(result);
        }
    }

    /// <summary>True after a streamed query was killed or failed: it stays in the session and spoils a later one, so the
    /// connection is closed and another one opened.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Runs one SELECT and hands on its answer part by part; each part holds whole rows. Stops early when
    /// <paramref name="part"/> returns false.</summary>
    public void Stream(string text, Sql sql, Func<byte[], bool> part, CancellationToken killed)
    {
        var stream = Start(text, sql, streamed: true);
        IsSpent = true;
        try
        {
            Take(stream);
            byte[] bytes;
            do
            {
                bytes = Fetch(stream);
            }
            while (bytes.Length > 0 && part(bytes));
            if (bytes.Length > 0) Chdb.StreamCancel(*_handle, stream);
            IsSpent = killed.IsCancellationRequested;
        }
        finally
        {
            Chdb.DestroyResult(stream);
        }
    }

    private byte[] Fetch(void* stream)
    {
        var fetched = Chdb.StreamFetch(*_handle, stream);
        try
        {
            return Take(fetched);
        }
        finally
        {
            Chdb.DestroyResult(fetched);
        }
    }

    /// <summary>Inserts RowBinary rows; they are in the table when it returns.</summary>
    public void Insert(string text, ReadOnlySpan<byte> rows)
    {
        var sql = Encoding.UTF8.GetBytes(text);
        var format = Encoding.UTF8.GetBytes(Format);
        fixed (byte* sqlAt = sql, formatAt = format, rowsAt = rows)
        {
            var stream = Chdb.StreamInsert(*_handle, sqlAt, (nuint)sql.Length, formatAt, (nuint)format.Length);
            if (stream is null) throw new ClickHouseException(0, "The insert could not be started.");
            try
            {
                ThrowIf(Chdb.StreamInsertError(stream));
                if (Chdb.StreamAppend(stream, rowsAt, (nuint)rows.Length) != 0) ThrowIf(Chdb.StreamInsertError(stream));
                var result = Chdb.StreamDone(stream);
                try
                {
                    Take(result);
                }
                finally
                {
                    Chdb.DestroyResult(result);
                }
            }
            finally
            {
                Chdb.DestroyInsertStream(stream);
            }
        }
    }

    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        Chdb.Close(_handle);
    }

    private void* Start(string text, Sql sql, bool streamed)
    {
        var query = Encoding.UTF8.GetBytes(text);
        var format = Encoding.UTF8.GetBytes(Format);
        var texts = sql.Parameters.SelectMany(p => new[] { p.Key, p.Value }).Select(Encoding.UTF8.GetBytes).ToArray();
        var pins = texts.Select(bytes => GCHandle.Alloc(bytes, GCHandleType.Pinned)).ToArray();
        try
        {
            var count = sql.Parameters.Count;
            var names = stackalloc byte*[count];
            var values = stackalloc byte*[count];
            var nameLengths = stackalloc nuint[count];
            var valueLengths = stackalloc nuint[count];
            for (var i = 0; i < count; i++)
            {
                names[i] = (byte*)pins[2 * i].AddrOfPinnedObject();
                nameLengths[i] = (nuint)texts[2 * i].Length;
                values[i] = (byte*)pins[2 * i + 1].AddrOfPinnedObject();
                valueLengths[i] = (nuint)texts[2 * i + 1].Length;
            }

            fixed (byte* queryAt = query, formatAt = format)
            {
                return streamed
                    ? Chdb.StreamQuery(*_handle, queryAt, (nuint)query.Length, formatAt, (nuint)format.Length, names, nameLengths, values, valueLengths, (nuint)count)
                    : Chdb.Query(*_handle, queryAt, (nuint)query.Length, formatAt, (nuint)format.Length, names, nameLengths, values, valueLengths, (nuint)count);
            }
        }
        finally
        {
            foreach (var pin in pins) pin.Free();
        }
    }

    private static byte[] Take(void* result)
    {
        if (result is null) throw new ClickHouseException(0, "ClickHouse gave no answer.");
        ThrowIf(Chdb.ResultError(result));
        var length = (int)Chdb.ResultLength(result);
        return length == 0 ? [] : new ReadOnlySpan<byte>(Chdb.ResultBuffer(result), length).ToArray();
    }

    private static void ThrowIf(byte* error)
    {
        if (error is null) return;
        var message = Marshal.PtrToStringUTF8((IntPtr)error)!;
        if (message.Length == 0) return;
        var code = ErrorCode().Match(message) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan) : 0;
        throw new ClickHouseException(code, message);
    }

    [GeneratedRegex(@"\ACode: (\d+)\.")]
    private static partial Regex ErrorCode();
}

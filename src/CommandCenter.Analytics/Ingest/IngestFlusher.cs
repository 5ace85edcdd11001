using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.Analytics.Ingest;

/// <summary>
/// Brings the spool into ClickHouse, stretch by stretch and in order. A stretch is written down before it is inserted and is
/// inserted under a token of its own until ClickHouse has it, so that it counts once in the table and in its rollups, whenever
/// the process dies. ClickHouse away: it waits and tries again. A row that ClickHouse refuses goes to a file of its own.
/// </summary>
internal sealed class IngestFlusher(
    IngestOptions options, IClickHouse clickHouse, Spool spool, FlushIntent intent, SeriesLedger ledger, TimeProvider clock, Action<string> note)
{
    /// <summary>Codes that speak of the data of a row: cannot parse, type mismatch, constraint, value out of range, too large, incorrect data.</summary>
    private static readonly HashSet<int> DataCodes = [6, 26, 27, 33, 38, 41, 53, 70, 72, 117, 131, 321, 349, 469];

    private readonly SemaphoreSlim _knock = new(0, 1);
    private readonly SemaphoreSlim _inserting = new(1, 1);
    private readonly DeadLetters _deadLetters = new(options.Folder);
    private long _appended;
    private long _flushed;
    private long _segment;
    private long _offset;
    private SpoolRange? _begun = intent.Last;
    private TimeSpan _pause = options.RetryAtMost / 100;

    /// <summary>False while another node may be inserting: what is here waits.</summary>
    public Func<bool> MayInsert { get; init; } = static () => true;

    private InsertInDoubt Doubt => field ??= new(clickHouse, MayInsert);

    public DateTimeOffset? FlushedThrough { get; private set; }

    public string? LastError { get; private set; }

    public long Waiting => Interlocked.Read(ref _appended) - Interlocked.Read(ref _flushed);

    public long DeadLetterCount => _deadLetters.Count;

    public IReadOnlyList<DeadLetter> DeadLetters(int count) => _deadLetters.Newest(count);

    public IReadOnlyList<DeadLetter> DeadLettersFrom(int index, int count) => _deadLetters.From(index, count);

    /// <summary>Rows were appended to the spool.</summary>
    public void Knock(int rows)
    {
        Interlocked.Add(ref _appended, rows);
        if (_knock.CurrentCount > 0) return;
        try
        {
            _knock.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two knocked at once; one is enough.
        }
    }

    /// <summary>Flushes until asked to stop, then what is left, as far as ClickHouse takes it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await GatherAsync(stop);
            await FlushOrWaitAsync(stop);
        }

        while (await FlushOrWaitAsync(stop)) { }
        try
        {
            NoteEnd();
        }
        catch (IOException failure)
        {
            note($"The end of the last insert could not be written down; the next start looks. {failure.Message}");
        }
    }

    /// <summary>Holds inserts back until the result is disposed: what ClickHouse has and what the spool still has then add up to
    /// everything that was acknowledged, once. Readings are taken on meanwhile.</summary>
    /// <exception cref="ClickHouseException">An insert was begun, and ClickHouse does not say whether it has it.</exception>
    public async Task<IDisposable> HoldAsync(CancellationToken cancel)
    {
        await _inserting.WaitAsync(cancel);
        try
        {
            if (_begun is not null) await FlushAsync();
            if (_begun is not null) throw new ClickHouseException(0, "Another node inserts now, and an insert of this one is not known to be complete.");
            // A copy of the spool begins behind what is in ClickHouse: a restored one does not know the tokens of inserts.
            NoteEnd();
            return new Held(_inserting);
        }
        catch
        {
            _inserting.Release();
            throw;
        }
    }

    /// <summary>Readings that another reign left: no insert of them is still at work when it returns, and what is counted from those that
    /// ClickHouse holds is in line.</summary>
    /// <param name="find">Whether ClickHouse holds any of them.</param>
    /// <exception cref="ClickHouseException">It is not known.</exception>
    public async Task SettleAsync(ReadOnlyMemory<byte> rows, Func<Task<bool>> find, CancellationToken cancel)
    {
        await _inserting.WaitAsync(cancel);
        try
        {
            await Doubt.SettleAsync();
            if (await find()) await Doubt.MendHeldAsync(rows);
        }
        finally
        {
            _inserting.Release();
        }
    }

    /// <summary>Writes down that the last insert is known to be complete; otherwise the next start looks.</summary>
    private void NoteEnd()
    {
        if (_begun is null && intent.Last is { } last) intent.Begin(last with { Segment = _segment, From = _offset, To = _offset });
    }

    private async Task GatherAsync(CancellationToken stop)
    {
        while (Waiting == 0 && !stop.IsCancellationRequested)
            await _knock.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Waiting < options.InsertRows)
            await Task.Delay(options.InsertEvery, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>True when something was brought in.</summary>
    private async Task<bool> FlushOrWaitAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var target = Interlocked.Read(ref _appended);
        try
        {
            var flushed = await FlushAloneAsync();
            (LastError, _pause) = (null, options.RetryAtMost / 100);
            if (Interlocked.Read(ref _flushed) >= target) FlushedThrough = now;
            return flushed;
        }
        catch (Exception failure)
        {
            LastError = failure.Message;
            note($"Readings wait in the spool; their insert into ClickHouse is tried again. {failure.Message}");
            await Task.Delay(_pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _pause = _pause * 2 < options.RetryAtMost ? _pause * 2 : options.RetryAtMost;
            return false;
        }
    }

    private async Task<bool> FlushAloneAsync()
    {
        await _inserting.WaitAsync();
        try
        {
            return await FlushAsync();
        }
        finally
        {
            _inserting.Release();
        }
    }

    /// <summary>Inserts the next stretch. One that was begun and not seen to end comes first, as it was: whether ClickHouse has
    /// it is not known.</summary>
    private async Task<bool> FlushAsync()
    {
        if (!MayInsert()) return false;
        byte[] rows;
        var again = _begun is not null;
        if (_begun is { } range) rows = spool.Reread(range);
        else
        {
            if (spool.Read(_segment, _offset, options.InsertRows) is not { } next) return false;
            intent.Begin(next.Range);
            _begun = range = next.Range;
            rows = next.Rows;
        }

        await InsertOrDivideAsync(rows, range.Token, again);
        _begun = null;
        (_segment, _offset) = (range.Segment, range.To);
        Settle(rows);
        spool.LetGo(_segment, _offset);
        return true;
    }

    /// <summary>Inserts rows; when they are refused for what they hold, half by half, until the bad row stands alone. The halves'
    /// tokens follow from the whole's, so that a repetition divides in the same way.</summary>
    private async Task InsertOrDivideAsync(ReadOnlyMemory<byte> rows, string token, bool again)
    {
        try
        {
            await Doubt.InsertAsync(rows, token, again);
        }
        catch (ClickHouseException refused) when (DataCodes.Contains(refused.Code))
        {
            var middle = MiddleOf(rows);
            if (middle == 0)
            {
                // It is nowhere: corrected, or once ClickHouse takes such rows, it may come again.
                var letter = _deadLetters.Add(rows.Span, refused);
                ledger.Remove(letter.Device, letter.Metric, letter.Ts);
                note($"ClickHouse refused a reading for good; it is kept in {_deadLetters.File}. {refused.Message}");
                return;
            }

            await InsertOrDivideAsync(rows[..middle], token + ".0", again);
            await InsertOrDivideAsync(rows[middle..], token + ".1", again);
        }
    }

    /// <summary>Where the second half of the rows begins; 0 for a single row.</summary>
    private static int MiddleOf(ReadOnlyMemory<byte> rows)
    {
        var bytes = rows.ToArray();
        var reader = new RowBinaryReader(bytes, bytes.Length);
        var starts = new List<int>();
        while (reader.HasMore)
        {
            starts.Add(reader.Position);
            ReadingRow.Read(reader);
        }

        return starts[starts.Count / 2];
    }

    private void Settle(byte[] rows)
    {
        var reader = new RowBinaryReader(rows, rows.Length);
        var count = 0;
        for (; reader.HasMore; count++)
        {
            var row = ReadingRow.Read(reader);
            ledger.Flushed(row.Device, row.Metric, row.Ts);
        }

        Interlocked.Add(ref _flushed, count);
    }

    private sealed class Held(SemaphoreSlim inserting) : IDisposable
    {
        private SemaphoreSlim? _inserting = inserting;

        public void Dispose() => Interlocked.Exchange(ref _inserting, null)?.Release();
    }
}

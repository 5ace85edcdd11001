using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Ingest;

/// <summary>
/// The door for readings: valid ones in, each counted once, on disk when the answer comes, in the current state at once and in
/// ClickHouse soon after. Starts with what the spool and ClickHouse hold; may be stopped and started again.
/// </summary>
public sealed class TelemetryIntake(
    IngestOptions options, IClickHouse clickHouse, DeviceRegister register, CurrentState state, TimeProvider clock, Action<string> note)
    : IAsyncDisposable
{
    private readonly ReadingsQueries _queries = new(clickHouse);
    private readonly SemaphoreSlim _lookingUp = new(1);
    private readonly SemaphoreSlim _changing = new(1);
    private SeriesLedger _ledger = new(options.TimesPerSeries);
    private volatile Parts? _parts;

    /// <summary>False while another node takes readings: nothing is put into the spool then, nor out of it.</summary>
    public Func<bool> MayTake { get; init; } = static () => true;

    public bool IsRunning => _parts is not null;

    /// <summary>The folder of acknowledged readings that are not in ClickHouse yet.</summary>
    public string Folder => options.Folder;

    /// <summary>How far ClickHouse is behind.</summary>
    public IngestStatus Status => _parts is { } parts
        ? new(parts.Spool.Bytes, parts.Flusher.Waiting, parts.Flusher.FlushedThrough, parts.Flusher.LastError, parts.Flusher.DeadLetterCount)
        : new(0, 0, null, null, 0);

    /// <summary>The newest readings that ClickHouse refused for good, the last one first.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters(int count) => _parts?.Flusher.DeadLetters(count) ?? [];

    /// <summary>Readings that ClickHouse refused for good, from an index on in the order in which they were written down.</summary>
    public IReadOnlyList<DeadLetter> DeadLettersFrom(int index, int count) => _parts?.Flusher.DeadLettersFrom(index, count) ?? [];

    /// <summary>Readings as rows that <see cref="TakeLeftAsync"/> takes, here or on another node.</summary>
    public static byte[] Pack(IReadOnlyList<Reading> readings)
    {
        var rows = new RowBinaryWriter();
        foreach (var reading in readings) ReadingRow.Write(rows, reading);
        return rows.Written.ToArray();
    }

    /// <summary>Rebuilds what is known, then takes readings. The devices and metrics are in the register by now.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        await _changing.WaitAsync(cancel);
        try
        {
            if (_parts is null) await OpenAsync(cancel);
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task OpenAsync(CancellationToken cancel)
    {
        OnDisk.MakeFolder(options.Folder);
        _ledger = new(options.TimesPerSeries);
        var intent = new FlushIntent(options.Folder);
        var spool = new Spool(options, intent.Last?.Segment ?? 0);
        var ids = new RecentIds(options.RecentIds);
        var latest = new List<ReadingRow>();
        await foreach (var row in _queries.LatestAsync(cancel)) latest.Add(row);
        foreach (var row in latest) _ledger.StartAt(row.Device, row.Metric, row.Ts);
        Show(latest);
        var judge = new QualityJudge(register);
        await judge.ResumeAsync(latest, _queries, clock.GetUtcNow(), cancel);
        foreach (var (device, id) in await _queries.RecentIdsAsync(options.RecentIds, cancel)) ids.Add(device, id);
        var flusher = new IngestFlusher(options, clickHouse, spool, intent, _ledger, clock, note) { MayInsert = MayTake };
        Recover(spool, intent.Last, ids, flusher, judge);
        var writer = new IngestWriter(options, spool, _ledger, ids, judge, state, flusher.Knock, MayTake);
        var stop = new CancellationTokenSource();
        _parts = new(intent, spool, writer, flusher, stop, flusher.RunAsync(stop.Token));
    }

    /// <summary>Takes readings; they are on disk when it returns.</summary>
    /// <param name="isPast">They tell of the past, as a file of history does: counted like any other, and looked at by no rule.</param>
    /// <exception cref="IngestUnavailableException">Nothing was taken: the disk, or ClickHouse about an old reading, does not answer, or the intake is closed.</exception>
    public async Task<IngestReceipt> TakeAsync(IReadOnlyList<Reading> readings, CancellationToken cancel, bool isPast = false)
    {
        if (readings.Count == 0) return default;
        var writer = Writer();
        var answer = await writer.TakeAsync(readings, new HashSet<int>(), isPast, cancel);
        return answer.ToLookUp.Count == 0 ? answer.Receipt : await TakeLateAsync(writer, readings, answer.ToLookUp, isPast, cancel);
    }

    /// <summary>Holds inserts into ClickHouse back until the result is disposed, so that ClickHouse and <see cref="Folder"/> can be
    /// saved as of one moment. Readings are taken and acknowledged meanwhile.</summary>
    /// <exception cref="ClickHouseException">ClickHouse does not say whether it has the last insert.</exception>
    public Task<IDisposable> HoldInsertsAsync(CancellationToken cancel) =>
        _parts?.Flusher.HoldAsync(cancel) ?? throw new InvalidOperationException("The intake was not started.");

    /// <summary>Takes rows that another reign left in its spool: each is looked up in ClickHouse, and counts once. What is there may have
    /// come by an insert that nobody saw end: what is counted from it is brought into line.</summary>
    /// <param name="rows">RowBinary, as a spool holds it.</param>
    /// <exception cref="IngestUnavailableException">Nothing was taken.</exception>
    public async Task<IngestReceipt> TakeLeftAsync(ReadOnlyMemory<byte> rows, CancellationToken cancel)
    {
        var bytes = rows.ToArray();
        var reader = new RowBinaryReader(bytes, bytes.Length);
        var readings = new List<Reading>();
        while (reader.HasMore) readings.Add(ReadingRow.ReadWhole(reader, register));
        if (readings.Count == 0) return default;
        var parts = _parts ?? throw new IngestUnavailableException("The intake is closed.");
        int[] all = [.. Enumerable.Range(0, readings.Count)];
        try
        {
            await parts.Flusher.SettleAsync(bytes, async () => (await _queries.FindAsync(readings, all, cancel)).Count > 0, cancel);
        }
        catch (ClickHouseException failure)
        {
            throw new IngestUnavailableException("ClickHouse cannot be asked about readings that were left.", failure);
        }

        return await TakeLateAsync(parts.Writer, readings, all, isPast: false, cancel);
    }

    /// <summary>Takes no more, brings the spool into ClickHouse as far as it answers and this node may, and closes. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        await _changing.WaitAsync();
        try
        {
            if (_parts is not { } parts) return;
            _parts = null;
            await Task.Run(parts.Writer.Dispose);
            await parts.Stop.CancelAsync();
            await parts.Flushing;
            parts.Spool.Dispose();
            parts.Intent.Dispose();
            parts.Stop.Dispose();
        }
        finally
        {
            _changing.Release();
        }
    }

    private IngestWriter Writer() => _parts?.Writer ?? throw new IngestUnavailableException("The intake is closed.");

    /// <summary>One such batch at a time: between the look into ClickHouse and the write, no other may bring the same old reading.</summary>
    private async Task<IngestReceipt> TakeLateAsync(
        IngestWriter writer, IReadOnlyList<Reading> readings, IReadOnlyList<int> late, bool isPast, CancellationToken cancel)
    {
        await _lookingUp.WaitAsync(cancel);
        try
        {
            var known = new HashSet<int>();
            var absent = new HashSet<int>();
            while (true)
            {
                var found = await _queries.FindAsync(readings, late, cancel);
                known.UnionWith(found);
                absent.UnionWith(late.Where(index => !found.Contains(index)));
                var rest = Enumerable.Range(0, readings.Count).Where(index => !known.Contains(index)).ToList();
                var answer = await writer.TakeAsync(
                    [.. rest.Select(index => readings[index])],
                    Enumerable.Range(0, rest.Count).Where(place => absent.Contains(rest[place])).ToHashSet(), isPast, cancel);
                if (answer.ToLookUp.Count == 0) return new(answer.Receipt.Accepted, answer.Receipt.Duplicates + known.Count);
                late = [.. answer.ToLookUp.Select(place => rest[place])];
            }
        }
        catch (ClickHouseException failure)
        {
            throw new IngestUnavailableException("ClickHouse cannot be asked about an old reading.", failure);
        }
        finally
        {
            _lookingUp.Release();
        }
    }

    private void Recover(Spool spool, SpoolRange? begun, RecentIds ids, IngestFlusher flusher, QualityJudge judge)
    {
        foreach (var rows in spool.Recover(begun?.Segment ?? 0, begun?.From ?? 0, note))
        {
            var reader = new RowBinaryReader(rows, rows.Length);
            var found = new List<ReadingRow>();
            while (reader.HasMore) found.Add(ReadingRow.Read(reader));
            foreach (var row in found)
            {
                _ledger.Add(row.Device, row.Metric, row.Ts);
                if (row.Id.Length > 0) ids.Add(row.Device, row.Id);
            }

            Show(found);
            judge.Resume(found);
            flusher.Knock(found.Count);
        }
    }

    /// <summary>Puts stored rows of devices and metrics that are still registered into the current state.</summary>
    private void Show(IReadOnlyList<ReadingRow> rows) => state.Apply(
    [
        .. from row in rows
           let device = register.Find(row.Device)
           let metric = register.Metric(row.Metric)
           where device is not null && metric is not null
           select new Reading(device, metric, row.Ts, row.Value, row.Id, row.Quality),
    ]);

    private sealed record Parts(
        FlushIntent Intent, Spool Spool, IngestWriter Writer, IngestFlusher Flusher, CancellationTokenSource Stop, Task Flushing);
}

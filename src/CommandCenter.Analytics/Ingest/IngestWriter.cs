using System.Threading.Channels;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Ingest;

/// <summary>
/// The one thread that takes readings: it leaves out what is known, appends the rest to the spool, and flushes once for all
/// batches that waited. A batch is answered only when its readings are on disk and in the current state.
/// </summary>
internal sealed class IngestWriter : IDisposable
{
    private readonly IngestOptions _options;
    private readonly Spool _spool;
    private readonly SeriesLedger _ledger;
    private readonly RecentIds _ids;
    private readonly QualityJudge _judge;
    private readonly CurrentState _state;
    private readonly Action<int> _appended;
    private readonly Func<bool> _mayTake;
    private readonly Channel<Batch> _waiting;
    private readonly Thread _thread;
    private readonly RowBinaryWriter _rows = new();
    private readonly List<int> _ends = [];
    private readonly List<Reading> _fresh = [];
    private readonly List<Reading> _past = [];

    public IngestWriter(
        IngestOptions options, Spool spool, SeriesLedger ledger, RecentIds ids, QualityJudge judge, CurrentState state, Action<int> appended, Func<bool> mayTake)
    {
        (_options, _spool, _ledger, _ids, _judge, _state, _appended, _mayTake) = (options, spool, ledger, ids, judge, state, appended, mayTake);
        _waiting = Channel.CreateBounded<Batch>(options.WaitingBatches);
        _thread = new(Work) { IsBackground = true, Name = "ingest writer" };
        _thread.Start();
    }

    /// <summary>What the writer says of a batch: taken, or which of its readings have to be looked up in ClickHouse first; then
    /// nothing of it was taken.</summary>
    public readonly record struct Answer(IngestReceipt Receipt, IReadOnlyList<int> ToLookUp);

    /// <summary>Takes a batch.</summary>
    /// <param name="readings">The readings, valid.</param>
    /// <param name="absent">Indexes of readings that ClickHouse is known not to hold.</param>
    /// <param name="isPast">They tell of the past: no rule looks at them.</param>
    /// <exception cref="IngestUnavailableException">The disk refused.</exception>
    public async Task<Answer> TakeAsync(IReadOnlyList<Reading> readings, IReadOnlySet<int> absent, bool isPast, CancellationToken cancel)
    {
        var batch = new Batch(readings, absent, isPast);
        try
        {
            await _waiting.Writer.WriteAsync(batch, cancel);
        }
        catch (ChannelClosedException closed)
        {
            throw new IngestUnavailableException("The intake is closing.", closed);
        }

        return await batch.Done.Task;
    }

    /// <summary>Takes what waits, then ends.</summary>
    public void Dispose()
    {
        _waiting.Writer.Complete();
        _thread.Join();
    }

    private void Work()
    {
        var group = new List<Batch>();
        // A thread of its own: it may wait, for batches and for the disk.
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            var rows = 0;
            while (rows < _options.GroupRows && _waiting.Reader.TryRead(out var batch))
            {
                group.Add(batch);
                rows += batch.Readings.Count;
            }

            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<Batch> group)
    {
        if (!_mayTake())
        {
            foreach (var batch in group) batch.Done.TrySetException(new IngestUnavailableException("Another node takes readings."));
            return;
        }

        _rows.Clear();
        _ends.Clear();
        _fresh.Clear();
        _past.Clear();
        foreach (var batch in group) Sort(batch);
        _judge.Judge(_fresh, isPast: false);
        _judge.Judge(_past, isPast: true);
        Write(_fresh);
        Write(_past);
        try
        {
            if (_ends.Count > 0) _spool.Append(_rows.Written, _ends);
        }
        catch (Exception failure)
        {
            foreach (var reading in _fresh.Concat(_past)) Forget(reading);
            var unavailable = new IngestUnavailableException("The spool cannot be written.", failure);
            foreach (var batch in group) batch.Done.TrySetException(unavailable);
            return;
        }

        if (_fresh.Count > 0) _state.Apply(_fresh);
        if (_past.Count > 0) _state.ApplyPast(_past);
        if (_ends.Count > 0) _appended(_ends.Count);

        foreach (var batch in group) batch.Done.TrySetResult(batch.Answer);
    }

    /// <summary>Puts what is new of a batch among what is to be appended, unless something of it has to be looked up first.</summary>
    private void Sort(Batch batch)
    {
        var readings = batch.Readings;
        var late = new List<int>();
        for (var i = 0; i < readings.Count; i++)
            if (!batch.Absent.Contains(i) && _ledger.Look(readings[i].Device.Id, readings[i].Metric.Key, readings[i].Ts) == Sighting.Late)
                late.Add(i);
        if (late.Count > 0)
        {
            batch.Answer = new(default, late);
            return;
        }

        var accepted = 0;
        foreach (var reading in readings)
        {
            if (!Note(reading)) continue;
            accepted++;
            (batch.IsPast ? _past : _fresh).Add(reading);
        }

        batch.Answer = new(new(accepted, readings.Count - accepted), []);
    }

    private void Write(List<Reading> readings)
    {
        foreach (var reading in readings)
        {
            ReadingRow.Write(_rows, reading);
            _ends.Add(_rows.Written.Length);
        }
    }

    /// <summary>False when the reading is known, by its own id or by its device, metric and time.</summary>
    private bool Note(Reading reading)
    {
        if (!_ledger.Add(reading.Device.Id, reading.Metric.Key, reading.Ts)) return false;
        if (reading.Id is not { } id || _ids.Add(reading.Device.Id, id)) return true;
        _ledger.Remove(reading.Device.Id, reading.Metric.Key, reading.Ts);
        return false;
    }

    private void Forget(Reading reading)
    {
        _ledger.Remove(reading.Device.Id, reading.Metric.Key, reading.Ts);
        if (reading.Id is { } id) _ids.Remove(reading.Device.Id, id);
    }

    private sealed class Batch(IReadOnlyList<Reading> readings, IReadOnlySet<int> absent, bool isPast)
    {
        public bool IsPast => isPast;

        public IReadOnlyList<Reading> Readings => readings;

        public IReadOnlySet<int> Absent => absent;

        public Answer Answer { get; set; }

        public TaskCompletionSource<Answer> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

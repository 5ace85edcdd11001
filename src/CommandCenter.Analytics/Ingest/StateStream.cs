using System.Buffers.Binary;
using System.Threading.Channels;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Ingest;

/// <summary>
/// How other nodes follow the one that takes readings: first everything as it is, then each batch as it is taken, as frames of a
/// length (32 bits, little-endian) and so many bytes of rows. An empty frame every second says that the line lives. Applying a
/// row twice changes nothing, so a follower that was cut simply begins again.
/// </summary>
public static class StateStream
{
    /// <summary>Batches waiting for a slow follower; beyond it the follower is cut, and begins again.</summary>
    private const int Outbox = 256;

    private const int SnapshotRows = 10_000;
    private const int LargestFrame = 64 * 1024 * 1024;
    private const int WaitingRows = 10_000;
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <summary>Writes until the follower is gone, or too slow.</summary>
    public static async Task WriteAsync(CurrentState state, Stream to, TimeProvider clock, CancellationToken cancel)
    {
        var outbox = Channel.CreateBounded<byte[]>(Outbox);
        void Post(IReadOnlyList<Reading> readings)
        {
            if (!outbox.Writer.TryWrite(Rows(readings))) outbox.Writer.TryComplete(new IOException("The follower is too slow."));
        }

        state.Taken += Post;
        state.PastTaken += Post;
        try
        {
            foreach (var part in state.Latest().Chunk(SnapshotRows)) await WriteFrameAsync(to, Rows(part), cancel);
            await WriteFrameAsync(to, [], cancel);
            using var pulse = new PeriodicTimer(Pulse, clock);
            var beat = pulse.WaitForNextTickAsync(cancel).AsTask();
            var next = outbox.Reader.WaitToReadAsync(cancel).AsTask();
            while (true)
            {
                if (await Task.WhenAny(next, beat) == beat)
                {
                    await WriteFrameAsync(to, [], cancel);
                    beat = pulse.WaitForNextTickAsync(cancel).AsTask();
                    continue;
                }

                if (!await next) return;
                while (outbox.Reader.TryRead(out var rows)) await WriteFrameAsync(to, rows, cancel);
                next = outbox.Reader.WaitToReadAsync(cancel).AsTask();
            }
        }
        finally
        {
            state.Taken -= Post;
            state.PastTaken -= Post;
        }
    }

    /// <summary>Takes in what comes until the line is cut or silent. Rows of a device that this node has not heard of yet wait.</summary>
    /// <param name="caughtUp">Called once everything as it was has been taken in.</param>
    /// <exception cref="IOException">The line was cut.</exception>
    public static async Task ReadAsync(
        CurrentState state, DeviceRegister register, Stream from, TimeProvider clock, Action caughtUp, CancellationToken cancel)
    {
        var waiting = new List<ReadingRow>();
        var header = new byte[sizeof(int)];
        while (true)
        {
            using var silence = new CancellationTokenSource(Silence, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, silence.Token);
            try
            {
                await from.ReadExactlyAsync(header, either.Token);
                var length = BinaryPrimitives.ReadInt32LittleEndian(header);
                if (length is < 0 or > LargestFrame) throw new IOException("What came is no frame.");
                var rows = new byte[length];
                await from.ReadExactlyAsync(rows, either.Token);
                var reader = new RowBinaryReader(rows, length);
                while (reader.HasMore) waiting.Add(ReadingRow.Read(reader));
                Apply(state, register, waiting);
                if (length == 0) caughtUp();
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                throw new IOException("The line is silent.");
            }
        }
    }

    private static void Apply(CurrentState state, DeviceRegister register, List<ReadingRow> waiting)
    {
        if (waiting.Count == 0) return;
        var known = new List<Reading>();
        var unknown = new List<ReadingRow>();
        foreach (var row in waiting)
        {
            if (register.Find(row.Device) is { } device && register.Metric(row.Metric) is { } metric) known.Add(new(device, metric, row.Ts, row.Value, null, row.Quality));
            else unknown.Add(row);
        }

        if (known.Count > 0) state.Apply(known);
        waiting.Clear();
        waiting.AddRange(unknown.Take(WaitingRows));
    }

    private static byte[] Rows(IReadOnlyList<Reading> readings)
    {
        var rows = new RowBinaryWriter();
        foreach (var reading in readings) ReadingRow.Write(rows, reading);
        return rows.Written.ToArray();
    }

    private static async Task WriteFrameAsync(Stream to, byte[] rows, CancellationToken cancel)
    {
        var header = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(header, rows.Length);
        await to.WriteAsync(header, cancel);
        await to.WriteAsync(rows, cancel);
        await to.FlushAsync(cancel);
    }
}

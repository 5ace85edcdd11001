using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace CommandCenter.Analytics.Ingest;

/// <summary>A stretch of a segment: what one insert takes. Its token is the same whenever the stretch is inserted again.</summary>
internal readonly record struct SpoolRange(long Segment, ulong Epoch, long From, long To)
{
    public string Token => $"{Epoch:x16}-{From}-{To}";
}

/// <summary>
/// The stretch being inserted, on disk before the insert begins. After a crash it is inserted again as it was, under the same
/// token; everything before it is in ClickHouse. Two slots are written in turn: a torn write leaves the older one.
/// </summary>
internal sealed class FlushIntent : IDisposable
{
    private const int SlotBytes = 64;
    private const int Fields = 40;
    private readonly SafeFileHandle _file;
    private long _sequence;

    public FlushIntent(string folder)
    {
        var path = Path.Combine(folder, "flush-intent");
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        if (RandomAccess.GetLength(_file) < 2 * SlotBytes)
        {
            // Its room is taken now: on a disk that is full only a flush makes room, and a flush begins here.
            RandomAccess.Write(_file, new byte[2 * SlotBytes], 0);
            RandomAccess.FlushToDisk(_file);
            OnDisk.Keep(folder);
        }

        (_sequence, Last) = new[] { Read(0), Read(1) }.MaxBy(slot => slot.Sequence);
    }

    /// <summary>The stretch last begun; null before the first.</summary>
    public SpoolRange? Last { get; private set; }

    public void Begin(SpoolRange range)
    {
        var slot = new byte[SlotBytes];
        var next = _sequence + 1;
        BinaryPrimitives.WriteInt64LittleEndian(slot, next);
        BinaryPrimitives.WriteInt64LittleEndian(slot.AsSpan(8), range.Segment);
        BinaryPrimitives.WriteUInt64LittleEndian(slot.AsSpan(16), range.Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(slot.AsSpan(24), range.From);
        BinaryPrimitives.WriteInt64LittleEndian(slot.AsSpan(32), range.To);
        BinaryPrimitives.WriteUInt32LittleEndian(slot.AsSpan(Fields), SpoolFrame.Crc(0, slot.AsSpan(0, Fields)));
        RandomAccess.Write(_file, slot, next % 2 * SlotBytes);
        RandomAccess.FlushToDisk(_file);
        (_sequence, Last) = (next, range);
    }

    public void Dispose() => _file.Dispose();

    private (long Sequence, SpoolRange? Range) Read(int index)
    {
        var slot = new byte[SlotBytes];
        if (RandomAccess.Read(_file, slot, index * SlotBytes) < SlotBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(slot.AsSpan(Fields)) != SpoolFrame.Crc(0, slot.AsSpan(0, Fields)))
            return (0, null);
        return (BinaryPrimitives.ReadInt64LittleEndian(slot), new SpoolRange(
            BinaryPrimitives.ReadInt64LittleEndian(slot.AsSpan(8)),
            BinaryPrimitives.ReadUInt64LittleEndian(slot.AsSpan(16)),
            BinaryPrimitives.ReadInt64LittleEndian(slot.AsSpan(24)),
            BinaryPrimitives.ReadInt64LittleEndian(slot.AsSpan(32))));
    }
}

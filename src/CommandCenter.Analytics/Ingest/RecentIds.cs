using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CommandCenter.Analytics.Ingest;

/// <summary>The ids that senders gave their newest readings, each with its device, as 128 bits of SHA-256. The oldest goes when
/// the bound is reached. For one thread.</summary>
internal sealed class RecentIds(int bound)
{
    private readonly HashSet<UInt128> _known = [];
    private readonly Queue<UInt128> _order = [];

    /// <summary>Notes an id. False when it is known.</summary>
    public bool Add(string device, string id)
    {
        var key = Key(device, id);
        if (!_known.Add(key)) return false;
        _order.Enqueue(key);
        // A key taken back stays in the queue, and is passed over here.
        while (_known.Count > bound && _order.TryDequeue(out var oldest)) _known.Remove(oldest);
        return true;
    }

    /// <summary>Takes an <see cref="Add"/> back.</summary>
    public void Remove(string device, string id) => _known.Remove(Key(device, id));

    private static UInt128 Key(string device, string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{device}\0{id}"), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}

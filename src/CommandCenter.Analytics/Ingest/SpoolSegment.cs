using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace CommandCenter.Analytics.Ingest;

/// <summary>One append-only file of the spool, <c>NUMBER-EPOCH.spool</c>. The number gives the order; the epoch, drawn at
/// random, keeps a deduplication token from ever being used twice, even after the folder was emptied.</summary>
internal sealed class SpoolSegment(string folder, long number, ulong epoch) : IDisposable
{
    private const string Extension = ".spool";
    private readonly SafeFileHandle _file = File.OpenHandle(
        NameOf(folder, number, epoch), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    private long _length;

    public long Number => number;

    public ulong Epoch => epoch;

    /// <summary>Bytes that are safe on disk; the reader goes no further.</summary>
    public long Length => Volatile.Read(ref _length);

    public string FilePath => NameOf(folder, number, epoch);

    /// <summary>A new one, whose name outlives a power cut.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static SpoolSegment New(string folder, long number)
    {
        var segment = new SpoolSegment(folder, number, (ulong)Random.Shared.NextInt64());
        try
        {
            OnDisk.Keep(folder);
            return segment;
        }
        catch (IOException)
        {
            segment.Delete();
            throw;
        }
    }

    /// <summary>The segments of a folder in their order, each with what it holds.</summary>
    public static IReadOnlyList<SpoolSegment> All(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateFiles("*" + Extension)
            .Select(file => (file, parts: Path.GetFileNameWithoutExtension(file.Name).Split('-')))
            .Where(entry => entry.parts.Length == 2)
            .Select(entry => new SpoolSegment(
                folder,
                long.Parse(entry.parts[0], CultureInfo.InvariantCulture),
                ulong.Parse(entry.parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)) { _length = entry.file.Length })
            .OrderBy(segment => segment.Number),
    ];

    /// <summary>Writes behind what is safe, and returns when it is safe too. After a failure nothing was added.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void Append(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        Restore();
        try
        {
            RandomAccess.Write(_file, parts, _length);
            RandomAccess.FlushToDisk(_file);
        }
        catch (IOException)
        {
            Restore();
            throw;
        }

        Volatile.Write(ref _length, _length + parts.Sum(part => (long)part.Length));
    }

    /// <summary>What a failed attempt left behind was never acknowledged: it must look neither like rows nor like damage.</summary>
    private void Restore()
    {
        if (RandomAccess.GetLength(_file) != _length) RandomAccess.SetLength(_file, _length);
    }

    /// <summary>At most <paramref name="count"/> safe bytes from an offset on.</summary>
    public byte[] Read(long from, int count)
    {
        var bytes = new byte[(int)Math.Min(count, Length - from)];
        var read = 0;
        while (read < bytes.Length)
        {
            var got = RandomAccess.Read(_file, bytes.AsSpan(read), from + read);
            if (got == 0) throw new EndOfStreamException($"{FilePath} is shorter than it was.");
            read += got;
        }

        return bytes;
    }

    public void Delete()
    {
        Dispose();
        File.Delete(FilePath);
    }

    public void Dispose() => _file.Dispose();

    private static string NameOf(string folder, long number, ulong epoch) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:D10}-{epoch:x16}{Extension}"));
}

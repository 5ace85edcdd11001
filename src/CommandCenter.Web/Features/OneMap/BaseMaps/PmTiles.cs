using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using CommandCenter.Analytics.Tiles;
using Microsoft.Win32.SafeHandles;

namespace CommandCenter.Web.Features.OneMap.BaseMaps;

/// <summary>PMTiles 3: one file, in which directories lead to tiles by their place along a Hilbert curve. Directories plain or gzip,
/// tiles pictures or vector.</summary>
internal sealed class PmTiles : ITileArchive
{
    private const int HeaderLength = 127;
    private const int MostDepth = 4;
    private const int MostHeld = 64;
    private const long MostBytes = 16 << 20;

    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly Entry[] _root;
    private readonly (long Leaves, long Tiles) _at;
    private readonly bool _isVector;
    private readonly ConcurrentDictionary<long, Entry[]> _leaves = [];

    private readonly record struct Entry(ulong Id, long Offset, long Length, ulong Run);

    /// <exception cref="InvalidDataException">It is no PMTiles file of version 3, or one that is packed otherwise.</exception>
    public PmTiles(string file)
    {
        _file = File.OpenHandle(file, options: FileOptions.RandomAccess);
        try
        {
            _length = RandomAccess.GetLength(_file);
            var header = Read(0, HeaderLength).AsSpan();
            if (!header.StartsWith("PMTiles"u8) || header[7] != 3) throw new InvalidDataException("It is no PMTiles file of version 3.");
            if (header[97] is not (1 or 2)) throw new InvalidDataException("Its directories are packed otherwise than with gzip.");
            _isVector = header[99] == 1;
            if (_isVector ? header[98] is not (1 or 2) : header[99] is not (2 or 3 or 4)) throw new InvalidDataException("Its tiles are neither vector tiles (plain or gzip) nor PNG, JPEG or WebP.");
            _root = Directory(Read(Number(header, 8), Number(header, 16)));
            _at = (Number(header, 40), Number(header, 56));
            var metadata = Encoding.UTF8.GetString(TileBytes.Plain(Read(Number(header, 24), Number(header, 32))));
            Facts = new(header[100], header[101], Bounds(header[102..]), _isVector ? TileBytes.VectorLayers(metadata) : null);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public TileArchiveFacts Facts { get; }

    public Task<BaseTile?> TileAsync(TileId id, CancellationToken cancel) => Task.FromResult(Find(PlaceOf(id)));

    public void Dispose() => _file.Dispose();

    /// <summary>The place of a tile along the curve, all lower zooms before it.</summary>
    internal static ulong PlaceOf(TileId id)
    {
        var (x, y, place) = ((ulong)id.X, (ulong)id.Y, ((1UL << (2 * id.Zoom)) - 1) / 3);
        for (var side = 1UL << id.Zoom >> 1; side > 0; side >>= 1)
        {
            var (east, south) = ((x & side) > 0, (y & side) > 0);
            place += side * side * ((east ? 3UL : 0) ^ (south ? 1UL : 0));
            if (south) continue;
            if (east) (x, y) = (side - 1 - (x & (side - 1)), side - 1 - (y & (side - 1)));
            (x, y) = (y, x);
        }
        return place;
    }

    private BaseTile? Find(ulong place)
    {
        var entries = _root;
        for (var depth = 0; depth < MostDepth; depth++)
        {
            var at = LastUpTo(entries, place);
            if (at < 0) return null;
            var entry = entries[at];
            if (entry.Run > 0) return place - entry.Id < entry.Run ? TileBytes.Tile(Read(_at.Tiles + entry.Offset, entry.Length), _isVector) : null;
            if (_leaves.Count > MostHeld) _leaves.Clear();
            entries = _leaves.GetOrAdd(entry.Offset, _ => Directory(Read(_at.Leaves + entry.Offset, entry.Length)));
        }
        throw new InvalidDataException("Its directories lead nowhere.");
    }

    private static int LastUpTo(Entry[] entries, ulong place)
    {
        var (low, high) = (0, entries.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (entries[middle].Id <= place) low = middle + 1;
            else high = middle - 1;
        }
        return high;
    }

    private static Entry[] Directory(byte[] packed)
    {
        var bytes = TileBytes.Plain(packed);
        var at = 0;
        var count = Varint(bytes, ref at);
        if (count > (ulong)bytes.Length) throw new InvalidDataException("A directory is shorter than it says.");
        var entries = new Entry[count];
        ulong id = 0;
        for (var i = 0; i < entries.Length; i++) entries[i] = new(id += Varint(bytes, ref at), 0, 0, 0);
        for (var i = 0; i < entries.Length; i++) entries[i] = entries[i] with { Run = Varint(bytes, ref at) };
        for (var i = 0; i < entries.Length; i++) entries[i] = entries[i] with { Length = (long)Varint(bytes, ref at) };
        for (var i = 0; i < entries.Length; i++)
        {
            var offset = (long)Varint(bytes, ref at); // 0: right behind the entry before
            entries[i] = entries[i] with { Offset = offset > 0 ? offset - 1 : i > 0 ? entries[i - 1].Offset + entries[i - 1].Length : throw new InvalidDataException("A directory is broken.") };
        }
        return entries;
    }

    private static ulong Varint(byte[] bytes, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (at >= bytes.Length) throw new InvalidDataException("A directory is cut short.");
            var part = bytes[at++];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return number;
        }
        throw new InvalidDataException("A directory is broken.");
    }

    private byte[] Read(long offset, long length)
    {
        if (offset < 0 || length is < 0 or > MostBytes || offset > _length - length) throw new InvalidDataException("It leads outside the file.");
        var bytes = new byte[length];
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(_file, bytes.AsSpan(done), offset + done);
            if (read == 0) throw new InvalidDataException("The file is cut short.");
            done += read;
        }
        return bytes;
    }

    private static long Number(ReadOnlySpan<byte> header, int at) => BinaryPrimitives.ReadInt64LittleEndian(header[at..]);

    private static double[]? Bounds(ReadOnlySpan<byte> numbers)
    {
        var bounds = new double[4];
        for (var i = 0; i < bounds.Length; i++) bounds[i] = BinaryPrimitives.ReadInt32LittleEndian(numbers[(4 * i)..]) / 1e7;
        return bounds[0] < bounds[2] && bounds[1] < bounds[3] ? bounds : null;
    }
}

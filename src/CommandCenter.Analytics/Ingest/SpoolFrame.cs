using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace CommandCenter.Analytics.Ingest;

/// <summary>
/// What a segment file is made of: magic, length of the rows, number of rows, CRC-32C of all three (four little-endian
/// 32-bit numbers), then the rows in RowBinary. A frame that was cut or altered is recognised, and the next whole one found.
/// </summary>
internal static class SpoolFrame
{
    public const int HeaderBytes = 16;
    private const uint Magic = 0x46534343;
    private static readonly byte[] MagicBytes = BitConverter.GetBytes(Magic);

    /// <summary>Where a whole frame's rows lie in the bytes scanned, and where its next frame begins.</summary>
    public readonly record struct Found(int Start, int RowsStart, int End, int Rows);

    public static byte[] Header(ReadOnlySpan<byte> rows, int count)
    {
        var header = new byte[HeaderBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), rows.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), count);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), Checksum(header, rows));
        return header;
    }

    /// <summary>The first whole frame at or after <paramref name="from"/>; what lies before it is damaged. Null when there is none.</summary>
    public static Found? Next(ReadOnlySpan<byte> bytes, int from)
    {
        while (from <= bytes.Length - HeaderBytes)
        {
            if (Read(bytes, from) is { } frame) return frame;
            var next = bytes[(from + 1)..].IndexOf(MagicBytes);
            if (next < 0) return null;
            from += 1 + next;
        }

        return null;
    }

    /// <summary>CRC-32C, the polynomial of iSCSI and ext4.</summary>
    public static uint Crc(uint seed, ReadOnlySpan<byte> bytes)
    {
        var crc = ~seed;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) crc = BitOperations.Crc32C(crc, word);
        foreach (var b in bytes[(words.Length * sizeof(ulong))..]) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    private static Found? Read(ReadOnlySpan<byte> bytes, int at)
    {
        var header = bytes.Slice(at, HeaderBytes);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        var count = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        if (length <= 0 || length > bytes.Length - at - HeaderBytes) return null;
        var rows = bytes.Slice(at + HeaderBytes, length);
        return Checksum(header, rows) == BinaryPrimitives.ReadUInt32LittleEndian(header[12..])
            ? new(at, at + HeaderBytes, at + HeaderBytes + length, count)
            : null;
    }

    private static uint Checksum(ReadOnlySpan<byte> header, ReadOnlySpan<byte> rows) => Crc(Crc(0, header[..12]), rows);
}

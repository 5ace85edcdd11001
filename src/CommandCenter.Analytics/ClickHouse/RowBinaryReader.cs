using System.Buffers.Binary;
using System.Text;

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>Reads the columns of ClickHouse's RowBinary format, one after the other. Not safe for two threads.</summary>
public sealed class RowBinaryReader
{
    private byte[] _buffer;
    private int _position;
    private int _end;

    public RowBinaryReader(byte[] buffer, int length) => (_buffer, _end) = (buffer, length);

    /// <summary>True while another row begins.</summary>
    public bool HasMore => _position < _end;

    /// <summary>Bytes not read yet; a streaming transport moves them to the front of its next buffer.</summary>
    public ReadOnlySpan<byte> Rest => _buffer.AsSpan(_position, _end - _position);

    /// <summary>Where the next column begins; a streaming transport goes back to it when a row is cut.</summary>
    public int Position { get => _position; set => _position = value; }

    public void Reset(byte[] buffer, int length) => (_buffer, _position, _end) = (buffer, 0, length);

    public byte ReadUInt8() => Take(1)[0];
    public bool ReadBool() => Take(1)[0] != 0;
    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));
    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));
    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));
    public double ReadFloat64() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));
    public float ReadFloat32() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    /// <summary>A <c>DateTime</c> column: seconds since 1970, UTC.</summary>
    public DateTimeOffset ReadDateTime() => DateTimeOffset.FromUnixTimeSeconds(ReadUInt32());

    /// <summary>A <c>DateTime64(3)</c> column: milliseconds since 1970, UTC.</summary>
    public DateTimeOffset ReadDateTime64() => DateTimeOffset.FromUnixTimeMilliseconds(ReadInt64());

    /// <summary>A <c>Date</c> column: days since 1970.</summary>
    public DateOnly ReadDate() => DateOnly.FromDayNumber(719_162 + ReadUInt16());

    public string ReadString() => Encoding.UTF8.GetString(Take(ReadLength()));

    /// <summary>A <c>String</c> column as its bytes; they stay valid until the next <see cref="Reset"/>.</summary>
    public ReadOnlySpan<byte> ReadBytes() => Take(ReadLength());

    /// <summary>An <c>Array(…)</c> column.</summary>
    /// <param name="item">Reads one item.</param>
    public List<T> ReadArray<T>(Func<RowBinaryReader, T> item)
    {
        var items = new List<T>();
        for (var left = ReadLength(); left > 0; left--) items.Add(item(this));
        return items;
    }

    public DateTimeOffset? ReadNullableDateTime64() => ReadUInt8() == 1 ? null : ReadDateTime64();
    public double? ReadNullableFloat64() => ReadUInt8() == 1 ? null : ReadFloat64();
    public string? ReadNullableString() => ReadUInt8() == 1 ? null : ReadString();

    private int ReadLength()
    {
        int value = 0, shift = 0;
        while (true)
        {
            var b = Take(1)[0];
            value |= (b & 0x7F) << shift;
            if ((b & 0x80) == 0) return value;
            shift += 7;
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || _position + count > _end) throw new EndOfStreamException("The row ends early.");
        var span = _buffer.AsSpan(_position, count);
        _position += count;
        return span;
    }
}

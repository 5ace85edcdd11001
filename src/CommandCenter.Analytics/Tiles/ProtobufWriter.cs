using System.Buffers.Binary;
using System.Text;

namespace CommandCenter.Analytics.Tiles;

/// <summary>The five ways a vector tile writes a field. Source: protobuf.dev/programming-guides/encoding.</summary>
internal sealed class ProtobufWriter(int capacity = 256)
{
    private const int LongestVarint = 10;
    private byte[] _buffer = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    public void UInt64(int field, ulong value)
    {
        Reserve(2 * LongestVarint);
        Varint((uint)field << 3);
        Varint(value);
    }

    public void Double(int field, double value)
    {
        Reserve(LongestVarint + 8);
        Varint((uint)field << 3 | 1);
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.AsSpan(Length), value);
        Length += 8;
    }

    public void Text(int field, string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Head(field, count);
        Length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(Length));
    }

    public void Message(int field, ProtobufWriter message)
    {
        Head(field, message.Length);
        Append(message);
    }

    public void Packed(int field, ReadOnlySpan<uint> values)
    {
        Head(field, LengthOf(values));
        foreach (var value in values) Varint(value);
    }

    /// <summary>Begins a field of that many bytes, which follow.</summary>
    public void Head(int field, int length)
    {
        Reserve(2 * LongestVarint + length);
        Varint((uint)field << 3 | 2);
        Varint((uint)length);
    }

    public void Append(ProtobufWriter other)
    {
        Reserve(other.Length);
        other.Written.Span.CopyTo(_buffer.AsSpan(Length));
        Length += other.Length;
    }

    public static int LengthOf(ReadOnlySpan<uint> values)
    {
        var sum = 0;
        foreach (var value in values) sum += LengthOf(value);
        return sum;
    }

    public static int LengthOf(ulong value) => value < 0x80 ? 1 : (63 - System.Numerics.BitOperations.LeadingZeroCount(value)) / 7 + 1;

    private void Reserve(int more)
    {
        if (_buffer.Length - Length < more) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + more));
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _buffer[Length++] = (byte)(value | 0x80);
        _buffer[Length++] = (byte)value;
    }
}

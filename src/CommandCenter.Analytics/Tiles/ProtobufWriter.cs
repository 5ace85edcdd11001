using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CommandCenter.Analytics.Tiles;

/// <summary>The five ways a vector tile writes a field. Source: protobuf.dev/programming-guides/encoding.</summary>
internal sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public void UInt64(int field, ulong value)
    {
        Varint((uint)field << 3);
        Varint(value);
    }

    public void Double(int field, double value)
    {
        Varint((uint)field << 3 | 1);
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    public void Text(int field, string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Head(field, count);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(count));
        _buffer.Advance(count);
    }

    public void Message(int field, ProtobufWriter message)
    {
        Head(field, message.Written.Length);
        Append(message);
    }

    public void Packed(int field, List<uint> values)
    {
        Head(field, values.Sum(Length));
        foreach (var value in values) Varint(value);
    }

    public void Append(ProtobufWriter other) => _buffer.Write(other.Written.Span);

    private void Head(int field, int length)
    {
        Varint((uint)field << 3 | 2);
        Varint((uint)length);
    }

    private void Varint(ulong value)
    {
        var span = _buffer.GetSpan(10);
        var count = 0;
        for (; value >= 0x80; value >>= 7) span[count++] = (byte)(value | 0x80);
        span[count++] = (byte)value;
        _buffer.Advance(count);
    }

    private static int Length(uint value) => value switch { < 1u << 7 => 1, < 1u << 14 => 2, < 1u << 21 => 3, < 1u << 28 => 4, _ => 5 };
}

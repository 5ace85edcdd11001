using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>Writes rows in ClickHouse's RowBinary format into memory. Doubles must be finite: one NaN poisons every sum after it.</summary>
public sealed class RowBinaryWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public void Clear() => _buffer.ResetWrittenCount();

    public void WriteUInt8(byte value) { _buffer.GetSpan(1)[0] = value; _buffer.Advance(1); }
    public void WriteBool(bool value) => WriteUInt8(value ? (byte)1 : (byte)0);
    public void WriteUInt16(ushort value) { BinaryPrimitives.WriteUInt16LittleEndian(_buffer.GetSpan(2), value); _buffer.Advance(2); }
    public void WriteUInt32(uint value) { BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(4), value); _buffer.Advance(4); }
    public void WriteUInt64(ulong value) { BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(8), value); _buffer.Advance(8); }
    public void WriteInt64(long value) { BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(8), value); _buffer.Advance(8); }

    public void WriteFloat64(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "Only finite numbers are stored.");
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    public void WriteFloat32(float value)
    {
        if (!float.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "Only finite numbers are stored.");
        BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void WriteNullableDateTime64(DateTimeOffset? value)
    {
        WriteBool(value is null);
        if (value is { } instant) WriteDateTime64(instant);
    }

    /// <summary>A <c>DateTime64(3)</c> column.</summary>
    public void WriteDateTime64(DateTimeOffset value) => WriteInt64(value.ToUnixTimeMilliseconds());

    public void WriteNullableFloat64(double? value)
    {
        WriteBool(value is null);
        if (value is { } number) WriteFloat64(number);
    }

    public void WriteString(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        WriteLength(count);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(count));
        _buffer.Advance(count);
    }

    public void WriteString(ReadOnlySpan<byte> utf8)
    {
        WriteLength(utf8.Length);
        _buffer.Write(utf8);
    }

    private void WriteLength(int value)
    {
        while (value >= 0x80)
        {
            WriteUInt8((byte)(value | 0x80));
            value >>= 7;
        }
        WriteUInt8((byte)value);
    }
}

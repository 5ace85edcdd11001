using System.Buffers.Binary;
using System.Text;

namespace CommandCenter.Analytics.Tests.Tiles;

/// <summary>A small reader of Mapbox vector tiles, written from the specification and not from our writer.</summary>
internal sealed record DecodedTile(IReadOnlyList<DecodedTile.Layer> Layers)
{
    internal sealed record Layer(string Name, uint Version, uint Extent, IReadOnlyList<Feature> Features);

    internal sealed record Feature(ulong Id, uint Kind, IReadOnlyDictionary<string, object> Attributes, IReadOnlyList<(int X, int Y)[]> Parts);

    public static DecodedTile Of(ReadOnlyMemory<byte> bytes) =>
        new([.. Fields(bytes).Where(field => field.Number == 3).Select(field => ReadLayer(field.Bytes))]);

    /// <summary>Twice the area with y downwards: positive is clockwise on screen.</summary>
    public static long Area((int X, int Y)[] ring) =>
        ring.Select((a, i) => (A: a, B: ring[(i + 1) % ring.Length])).Sum(edge => (long)edge.A.X * edge.B.Y - (long)edge.B.X * edge.A.Y);

    private static Layer ReadLayer(ReadOnlyMemory<byte> bytes)
    {
        var fields = Fields(bytes).ToArray();
        var keys = fields.Where(field => field.Number == 3).Select(field => Encoding.UTF8.GetString(field.Bytes.Span)).ToArray();
        var values = fields.Where(field => field.Number == 4).Select(field => ReadValue(field.Bytes)).ToArray();
        return new(
            Encoding.UTF8.GetString(fields.Single(field => field.Number == 1).Bytes.Span),
            (uint)fields.Single(field => field.Number == 15).Value,
            (uint)fields.Single(field => field.Number == 5).Value,
            [.. fields.Where(field => field.Number == 2).Select(field => ReadFeature(field.Bytes, keys, values))]);
    }

    private static object ReadValue(ReadOnlyMemory<byte> bytes)
    {
        var field = Fields(bytes).Single();
        return field.Number switch
        {
            1 => Encoding.UTF8.GetString(field.Bytes.Span),
            3 => BitConverter.UInt64BitsToDouble(field.Value),
            4 => (long)field.Value,
            7 => field.Value == 1,
            _ => throw new InvalidDataException($"value field {field.Number}"),
        };
    }

    private static Feature ReadFeature(ReadOnlyMemory<byte> bytes, string[] keys, object[] values)
    {
        var fields = Fields(bytes).ToDictionary(field => field.Number);
        var tags = Varints(fields[2].Bytes).ToArray();
        var attributes = Enumerable.Range(0, tags.Length / 2).ToDictionary(i => keys[tags[2 * i]], i => values[tags[2 * i + 1]]);
        return new(fields[1].Value, (uint)fields[3].Value, attributes, Parts(Varints(fields[4].Bytes).ToArray()));
    }

    private static List<(int, int)[]> Parts(ulong[] commands)
    {
        var parts = new List<(int, int)[]>();
        var part = new List<(int, int)>();
        var (x, y) = (0, 0);
        for (var i = 0; i < commands.Length;)
        {
            var (command, count) = ((int)(commands[i] & 7), (int)(commands[i] >> 3));
            i++;
            if (command == 1 && part.Count > 0) { parts.Add([.. part]); part.Clear(); }
            if (command == 7) { count.ShouldBe(1); continue; }
            for (; count > 0; count--, i += 2)
            {
                x += UnZigZag(commands[i]);
                y += UnZigZag(commands[i + 1]);
                part.Add((x, y));
            }
        }
        parts.Add([.. part]);
        return parts;
    }

    private static int UnZigZag(ulong value) => (int)(value >> 1) ^ -(int)(value & 1);

    private static IEnumerable<ulong> Varints(ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;) yield return Varint(bytes.Span, ref at);
    }

    private static IEnumerable<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var tag = Varint(bytes.Span, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return (number, Varint(bytes.Span, ref at), default);
                    break;
                case 1:
                    yield return (number, BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[at..]), default);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes.Span, ref at);
                    yield return (number, 0, bytes.Slice(at, length));
                    at += length;
                    break;
                default:
                    throw new InvalidDataException($"wire type {tag & 7}");
            }
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}

using System.Runtime.InteropServices;
using System.Text;

namespace CommandCenter.Analytics.Tiles;

/// <summary>Writes the features of one layer of a vector tile: each a run of <c>Tag</c>, then <see cref="Feature"/>. Keys and values
/// are written once. Source: github.com/mapbox/vector-tile-spec/tree/master/2.1.</summary>
internal sealed class MvtEncoder(string name)
{
    public const int Extent = 4096;
    private const uint Version = 2;

    private readonly int _head = Encoding.UTF8.GetByteCount(name) + 16;
    private readonly ProtobufWriter _features = new(4096);
    private readonly ProtobufWriter _keys = new();
    private readonly ProtobufWriter _values = new();
    private readonly Dictionary<string, uint> _keyIndexes = [];
    private readonly Dictionary<string, uint> _texts = [];
    private readonly Dictionary<long, uint> _integers = [];
    private readonly Dictionary<double, uint> _numbers = [];
    private readonly Dictionary<bool, uint> _flags = [];
    private readonly List<uint> _tags = [];
    private uint _valueCount;

    public int Count { get; private set; }

    /// <summary>Bytes of the tile as it stands; at most some sixteen more than it will be.</summary>
    public int Size => _head + _features.Length + _keys.Length + _values.Length;

    public void Tag(string key, string value)
    {
        if (!IsKnown(key, _texts, value)) Value(ProtobufWriter.LengthOf((ulong)Encoding.UTF8.GetByteCount(value)) + Encoding.UTF8.GetByteCount(value) + 1).Text(1, value);
    }

    public void Tag(string key, long value)
    {
        if (!IsKnown(key, _integers, value)) Value(ProtobufWriter.LengthOf((ulong)value) + 1).UInt64(4, (ulong)value);
    }

    public void Tag(string key, double value)
    {
        if (!IsKnown(key, _numbers, value)) Value(9).Double(3, value);
    }

    public void Tag(string key, bool value)
    {
        if (!IsKnown(key, _flags, value)) Value(2).UInt64(7, value ? 1u : 0u);
    }

    /// <summary>Ends a feature with the tags given since the last one.</summary>
    /// <param name="kind">1 points, 2 lines, 3 polygons.</param>
    public void Feature(ulong id, uint kind, ReadOnlySpan<uint> commands)
    {
        var tags = CollectionsMarshal.AsSpan(_tags);
        int tagBytes = ProtobufWriter.LengthOf(tags), commandBytes = ProtobufWriter.LengthOf(commands);
        _features.Head(2, 1 + ProtobufWriter.LengthOf(id) + Packed(tagBytes) + 2 + Packed(commandBytes));
        _features.UInt64(1, id);
        _features.Packed(2, tags);
        _features.UInt64(3, kind);
        _features.Packed(4, commands);
        _tags.Clear();
        Count++;
    }

    /// <summary>The layer as a tile of its own; tiles may be put one behind the other.</summary>
    public ReadOnlyMemory<byte> Encode()
    {
        var layer = new ProtobufWriter(Size + 64);
        layer.UInt64(15, Version);
        layer.Text(1, name);
        layer.Append(_features);
        layer.Append(_keys);
        layer.Append(_values);
        layer.UInt64(5, Extent);
        var whole = new ProtobufWriter(layer.Length + 32);
        whole.Message(3, layer);
        return whole.Written;
    }

    private static int Packed(int bytes) => 1 + ProtobufWriter.LengthOf((ulong)bytes) + bytes;

    /// <summary>Notes a tag; false when its value has to be written now.</summary>
    private bool IsKnown<T>(string key, Dictionary<T, uint> known, T value) where T : notnull
    {
        if (!_keyIndexes.TryGetValue(key, out var keyIndex))
        {
            _keyIndexes[key] = keyIndex = (uint)_keyIndexes.Count;
            _keys.Text(3, key);
        }
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(known, value, out var isKnown);
        if (!isKnown) index = _valueCount++;
        _tags.Add(keyIndex);
        _tags.Add(index);
        return isKnown;
    }

    private ProtobufWriter Value(int bytes)
    {
        _values.Head(4, bytes);
        return _values;
    }
}

using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;

namespace CommandCenter.Analytics.Tiles;

/// <summary>
/// One layer of a Mapbox vector tile, version 2. Geometries come in degrees; they are clipped to the tile and a margin and
/// laid on its grid, which is coarser at low zoom. Neighbours share their vertices, so the grid leaves no cracks between them.
/// Source: github.com/mapbox/vector-tile-spec/tree/master/2.1.
/// </summary>
public sealed class MvtLayer(string name, TileId tile)
{
    private const int Extent = 4096;
    private const double Margin = 1 / 64.0;
    private const uint Version = 2;

    private readonly Envelope _bounds = tile.Bounds(Margin);
    private readonly int _step = tile.Zoom < 9 ? 4 : tile.Zoom < 12 ? 2 : 1;
    private readonly ProtobufWriter _features = new();
    private readonly Dictionary<string, uint> _keys = [];
    private readonly Dictionary<object, uint> _values = [];
    private int _valueBytes;

    /// <summary>True while nothing has been added.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>About the size of the layer so far.</summary>
    public int Bytes => _features.Written.Length + _valueBytes;

    /// <summary>Adds a point, line or polygon, if any of it is in the tile.</summary>
    /// <param name="id">Identifies the feature in its layer.</param>
    /// <param name="geometry">In degrees, lon first.</param>
    /// <param name="attributes">Each value a string, bool, long, int or double.</param>
    public void Add(ulong id, Geometry geometry, params ReadOnlySpan<(string Key, object Value)> attributes)
    {
        if (!_bounds.Intersects(geometry.EnvelopeInternal)) return;
        var clipped = _bounds.Contains(geometry.EnvelopeInternal)
            ? geometry
            : OverlayNGRobust.Overlay(geometry, geometry.Factory.ToGeometry(_bounds), NetTopologySuite.Operation.Overlay.SpatialFunction.Intersection);
        var path = new MvtPath(tile, Extent, _step);
        path.Draw(clipped);
        if (path.Kind is 0) return;

        var feature = new ProtobufWriter();
        feature.UInt64(1, id);
        feature.Packed(2, Tags(attributes));
        feature.UInt64(3, path.Kind);
        feature.Packed(4, path.Commands);
        _features.Message(2, feature);
        IsEmpty = false;
    }

    /// <summary>The layer as a tile of its own; tiles may be put one behind the other.</summary>
    public ReadOnlyMemory<byte> Encode()
    {
        var layer = new ProtobufWriter();
        layer.UInt64(15, Version);
        layer.Text(1, name);
        layer.Append(_features);
        foreach (var key in _keys.Keys) layer.Text(3, key);
        foreach (var value in _values.Keys) layer.Message(4, Value(value));
        layer.UInt64(5, Extent);
        var whole = new ProtobufWriter();
        whole.Message(3, layer);
        return whole.Written;
    }

    private List<uint> Tags(ReadOnlySpan<(string Key, object Value)> attributes)
    {
        var tags = new List<uint>(attributes.Length * 2);
        foreach (var (key, value) in attributes)
        {
            tags.Add(IndexOf(_keys, key));
            var known = _values.Count;
            tags.Add(IndexOf(_values, value));
            if (_values.Count > known) _valueBytes += value is string text ? text.Length * 3 + 4 : 12;
        }
        return tags;
    }

    private static uint IndexOf<T>(Dictionary<T, uint> known, T item) where T : notnull
    {
        if (!known.TryGetValue(item, out var index)) known[item] = index = (uint)known.Count;
        return index;
    }

    private static ProtobufWriter Value(object value)
    {
        var field = new ProtobufWriter();
        switch (value)
        {
            case string text: field.Text(1, text); break;
            case double number: field.Double(3, number); break;
            case long number: field.UInt64(4, (ulong)number); break;
            case int number: field.UInt64(4, (ulong)number); break;
            case bool flag: field.UInt64(7, flag ? 1u : 0u); break;
            default: throw new ArgumentException($"A tile holds no {value.GetType().Name}.", nameof(value));
        }
        return field;
    }
}

using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tiles;

/// <summary>
/// One layer of a Mapbox vector tile, version 2. Geometries come in degrees; they are clipped to the tile and a margin and
/// laid on its grid, which is coarser at low zoom. Neighbours share their vertices, so the grid leaves no cracks between them.
/// Not safe for two threads.
/// </summary>
public sealed class MvtLayer(string name, TileId tile)
{
    private const double Margin = 1 / 64.0;

    private readonly Envelope _bounds = tile.Bounds(Margin);
    private readonly MvtPath _path = new(tile, tile.Zoom < 9 ? 4 : tile.Zoom < 12 ? 2 : 1, tolerance: 0);
    private readonly PackedShapes _shape = new();
    private readonly MvtEncoder _encoder = new(name);

    /// <summary>True while nothing has been added.</summary>
    public bool IsEmpty => _encoder.Count == 0;

    /// <summary>Adds a point, line or polygon, if any of it is in the tile.</summary>
    /// <param name="id">Identifies the feature in its layer.</param>
    /// <param name="geometry">In degrees, lon first.</param>
    /// <param name="attributes">Each value a string, bool, long, int or double.</param>
    public void Add(ulong id, Geometry geometry, params ReadOnlySpan<(string Key, object Value)> attributes)
    {
        if (!_bounds.Intersects(geometry.EnvelopeInternal)) return;
        _shape.Clear();
        _shape.Add(geometry);
        _path.Draw(_shape, 0);
        if (_path.Kind is 0) return;
        foreach (var (key, value) in attributes) Tag(key, value);
        _encoder.Feature(id, _path.Kind, _path.Commands);
    }

    /// <summary>The layer as a tile of its own; tiles may be put one behind the other.</summary>
    public ReadOnlyMemory<byte> Encode() => _encoder.Encode();

    private void Tag(string key, object value)
    {
        switch (value)
        {
            case string text: _encoder.Tag(key, text); break;
            case double number: _encoder.Tag(key, number); break;
            case long number: _encoder.Tag(key, number); break;
            case int number: _encoder.Tag(key, (long)number); break;
            case bool flag: _encoder.Tag(key, flag); break;
            default: throw new ArgumentException($"A tile holds no {value.GetType().Name}.", nameof(value));
        }
    }
}

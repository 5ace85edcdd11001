using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Layers;

/// <summary>Up to where the objects of a tile, the largest first and of equals the lowest id, are drawn on their own.</summary>
internal readonly record struct ShapeCut(uint Size, long Id)
{
    public static ShapeCut Nothing { get; } = new(uint.MaxValue, 0);

    public bool Holds(uint size, long id) => size > Size || size == Size && id <= Id;
}

/// <summary>
/// A tile of lines or polygons while it is written; the same from memory and from ClickHouse. Each has <c>class</c>, <c>severity</c>
/// (0–4), <c>height</c> in metres where it has one, and from zoom 12 <c>label</c>. What is smaller than a pixel (1/512 of the side), or
/// has no room behind the larger ones, is not drawn on its own: lines are left out, polygons become squares of a grid of 32 × 32 that is
/// aligned to the world, each with <c>count</c>, <c>severity</c> (the worst) and <c>height</c> (the highest) of those whose point is in it.
/// </summary>
internal sealed class ShapeTile(string layer, TileId tile, GeometryKind kind)
{
    /// <summary>As many are drawn one by one.</summary>
    public const int MostShapes = 5_000;

    private const int LabelsFrom = 12;
    private const int SimplifiedBelow = 14;
    private const int CellBits = 5;
    private const int BytesForCells = 100_000;

    /// <summary>Positions looked at for one tile: some 50 ms.</summary>
    private const int MostPositions = 2_000_000;

    private readonly int _room = kind is GeometryKind.Polygon ? PointTile.MostBytes - BytesForCells : PointTile.MostBytes;
    private readonly MvtEncoder _encoder = new(layer);
    private readonly MvtPath _fine = new(tile, step: 1, tile.Zoom < SimplifiedBelow ? 4 : 1);
    private MvtPath? _coarse;
    private ulong _cells;

    /// <summary>The tile and its margin.</summary>
    public static Extent Bounds(TileId tile)
    {
        var margin = Math.Max(1, tile.Side / 64);
        return new(World(tile.X * tile.Side - margin), World(tile.Y * tile.Side - margin),
            World((tile.X + 1) * tile.Side + margin), World((tile.Y + 1) * tile.Side + margin));
    }

    /// <summary>The size from which an object is drawn on its own.</summary>
    public static uint Pixel(TileId tile) => (uint)Math.Max(1, tile.Side / 512);

    /// <summary>A spot without this many bits is the number of its square.</summary>
    public static int CellShift(TileId tile) => 2 * (32 - tile.Zoom - CellBits);

    /// <summary>Draws the largest of the objects, as many as there is room for.</summary>
    /// <param name="candidates">Objects that meet the bounds and are not smaller than a pixel.</param>
    /// <param name="all">Whether there are no more than these.</param>
    /// <returns>Which objects need no square.</returns>
    public ShapeCut Draw(FeatureSet set, IEnumerable<int> candidates, bool all)
    {
        var order = candidates.ToArray();
        var ranks = Array.ConvertAll(order, index => (ulong)(uint.MaxValue - set.Extents![index].Size) << 32 | (uint)set.Id(index));
        Array.Sort(ranks, order);
        var (cut, positions) = (ShapeCut.Nothing, 0L);
        for (var i = 0; i < order.Length; i++)
        {
            positions += set.Columns.Shapes!.Length(order[i]);
            if (i == MostShapes || i > 0 && positions > MostPositions || !Draw(set, order[i])) return cut;
            cut = new(set.Extents![order[i]].Size, set.Id(order[i]));
        }
        return all ? new(Pixel(tile), long.MaxValue) : cut;
    }

    /// <param name="cell">A spot inside, without the bits of <see cref="CellShift"/>.</param>
    public void Cell(ulong cell, long count, int severity, float height)
    {
        if (count == 0) return;
        const int side = MvtEncoder.Extent >> CellBits;
        var corner = WorldPoint.OfSpot(cell);
        const uint mask = (1 << CellBits) - 1;
        var (x, y) = ((int)(corner.X & mask) * side, (int)(corner.Y & mask) * side);
        _encoder.Tag("count", count);
        _encoder.Tag("severity", (long)severity);
        if (height > 0) _encoder.Tag("height", (double)height);
        Span<uint> square =
        [
            1 | 1 << 3, MvtPath.ZigZag(x), MvtPath.ZigZag(y),
            2 | 3 << 3, MvtPath.ZigZag(side), 0, 0, MvtPath.ZigZag(side), MvtPath.ZigZag(-side), 0,
            7 | 1 << 3,
        ];
        _encoder.Feature((1UL << 40) + _cells++, 3, square);
    }

    public ReadOnlyMemory<byte>? Encode() => _encoder.Count == 0 ? default(ReadOnlyMemory<byte>?) : _encoder.Encode();

    private static uint World(long at) => (uint)Math.Clamp(at, 0, uint.MaxValue);

    /// <summary>False when there is no room.</summary>
    private bool Draw(FeatureSet set, int index)
    {
        var path = _fine;
        path.Draw(set.Columns.Shapes!, index);
        if (path.Kind != 0 && !HasRoom(path))
        {
            path = _coarse ??= new(tile, step: 4, tolerance: 32);
            path.Draw(set.Columns.Shapes!, index);
            // One that would take a quarter of the tile even so is left out alone; otherwise the tile is full.
            if (path.Kind != 0 && !HasRoom(path)) return ProtobufWriter.LengthOf(path.Commands) > _room / 4;
        }
        if (path.Kind == 0) return true;
        if (set.Class(index) is { Length: > 0 } name) _encoder.Tag("class", PointTile.Cut(name));
        _encoder.Tag("severity", (long)set.Severity(index));
        if (set.Height(index) is var height and not 0) _encoder.Tag("height", (double)height);
        if (tile.Zoom >= LabelsFrom && set.Label(index) is { Length: > 0 } label) _encoder.Tag("label", PointTile.Cut(label));
        _encoder.Feature((ulong)set.Id(index), path.Kind, path.Commands);
        return true;
    }

    private bool HasRoom(MvtPath path)
    {
        const int attributes = 600;
        return _encoder.Size + ProtobufWriter.LengthOf(path.Commands) + attributes <= _room;
    }
}

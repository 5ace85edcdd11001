using CommandCenter.Analytics.Tiles;

namespace CommandCenter.Analytics.Layers;

/// <summary>
/// A tile of points while it is written; the same from memory and from ClickHouse. A point has <c>class</c>, <c>severity</c> (0–4) and
/// from zoom 12 <c>label</c>; one has <c>room</c> where a name can be written beside it. A cluster has <c>count</c>, <c>severity</c> (the worst) and <c>classes</c>, its largest classes as JSON. Points
/// belong to the one tile they lie in, so the counts of all tiles of a zoom add up to the layer.
/// </summary>
internal sealed class PointTile(string layer, TileId tile, PointDetail detail)
{
    /// <summary>As many points are drawn one by one.</summary>
    public const int MostPoints = 4_000;

    /// <summary>No tile is larger.</summary>
    public const int MostBytes = 500_000;

    private const int LabelsFrom = 12;
    private const int MostLetters = 64;

    /// <summary>One name is written in a cell of so many bits less: 16 cells across a tile, 32 down.</summary>
    private const int NameAcross = 8, NameDown = 7;

    private readonly MvtEncoder _encoder = new(layer);
    private readonly uint[] _command = [1 | 1 << 3, 0, 0];
    private readonly bool[] _taken = new bool[16 * 32];
    private ulong _clusters;

    public bool Fits => _encoder.Size <= MostBytes;

    /// <summary>Whether labels are drawn in tiles of this zoom at all.</summary>
    public static bool HasLabels(TileId tile) => tile.Zoom >= LabelsFrom;

    /// <summary>From all there is to say of so many points to ever less: the first that fits is the tile.</summary>
    public static IEnumerable<PointDetail> Details(TileId tile, bool one)
    {
        if (one && HasLabels(tile)) yield return new(true, true, 0);
        if (one) yield return new(true, false, 0);
        for (var bits = PointDetail.FinestCells; bits >= 0; bits--) yield return new(false, HasLabels(tile) && bits == PointDetail.FinestCells, bits);
    }

    public void Point(long id, WorldPoint at, string name, int severity, string label)
    {
        if (name.Length > 0) _encoder.Tag("class", Cut(name));
        _encoder.Tag("severity", (long)severity);
        if (detail.Labels && label.Length > 0) _encoder.Tag("label", Cut(label));
        if ((label.Length > 0 || name.Length > 0) && TakesRoom(at) || severity > 0) _encoder.Tag("room", true);
        Feature((ulong)id, at);
    }

    public void Cluster(long count, WorldPoint mean, int severity, string classes)
    {
        _encoder.Tag("count", count);
        _encoder.Tag("severity", (long)severity);
        if (classes.Length > 0) _encoder.Tag("classes", classes);
        // Above every id of a point: numbers of a map's feature state do not meet.
        Feature((1UL << 40) + _clusters++, mean);
    }

    public ReadOnlyMemory<byte>? Encode() => _encoder.Count == 0 ? default(ReadOnlyMemory<byte>?) : _encoder.Encode();

    /// <summary>At most 64 letters: what is longer is no name to write on a map, and must not fill a tile.</summary>
    internal static string Cut(string text) =>
        text.Length <= MostLetters ? text : text[..(char.IsHighSurrogate(text[MostLetters - 1]) ? MostLetters - 1 : MostLetters)];

    /// <summary>Whether it is the first here: a map that had to find room for thousands of names would answer nobody meanwhile.</summary>
    private bool TakesRoom(WorldPoint at)
    {
        ref var taken = ref _taken[(Local(at.Y - tile.Y * tile.Side) >> NameDown) * 16 + (Local(at.X - tile.X * tile.Side) >> NameAcross)];
        return !taken && (taken = true);
    }

    private void Feature(ulong id, WorldPoint at)
    {
        _command[1] = MvtPath.ZigZag(Local(at.X - tile.X * tile.Side));
        _command[2] = MvtPath.ZigZag(Local(at.Y - tile.Y * tile.Side));
        _encoder.Feature(id, 1, _command);
    }

    private int Local(long offset) => (int)(tile.Zoom <= 20 ? offset >> (20 - tile.Zoom) : offset << (tile.Zoom - 20));
}

/// <summary>How much a tile says of its points.</summary>
/// <param name="One">Each point on its own; otherwise clusters.</param>
/// <param name="CellBits">Clusters: 2^bits cells along a side of the tile, aligned to the world.</param>
internal readonly record struct PointDetail(bool One, bool Labels, int CellBits)
{
    public const int FinestCells = 4;

    /// <summary>A spot without this many bits is the number of its cell.</summary>
    public int CellShift(TileId tile) => 2 * (32 - tile.Zoom - CellBits);
}

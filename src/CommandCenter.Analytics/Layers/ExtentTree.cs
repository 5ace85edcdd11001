using CommandCenter.Analytics.Tiles;

namespace CommandCenter.Analytics.Layers;

/// <summary>How a rectangle lies to an area.</summary>
internal enum Cover
{
    Outside,
    Crossing,
    Inside,
}

/// <summary>West, north, east and south edge in world steps, all inclusive.</summary>
internal readonly record struct Extent(uint West, uint North, uint East, uint South)
{
    /// <summary>The longer side.</summary>
    public uint Size => Math.Max(East - West, South - North);

    /// <summary>How another lies to this one.</summary>
    public Cover CoverOf(Extent other) =>
        !Meets(other) ? Cover.Outside
        : other.West >= West && other.East <= East && other.North >= North && other.South <= South ? Cover.Inside : Cover.Crossing;

    public bool Holds(WorldPoint at) => at.X >= West && at.X <= East && at.Y >= North && at.Y <= South;

    public bool Meets(Extent other) => West <= other.East && East >= other.West && North <= other.South && South >= other.North;

    public Extent With(Extent other) =>
        new(Math.Min(West, other.West), Math.Min(North, other.North), Math.Max(East, other.East), Math.Max(South, other.South));
}

/// <summary>Finds objects by their extent. They must come sorted by place (Morton order), so that sixteen in a row lie together.
/// Immutable; safe for many threads.</summary>
internal sealed class ExtentTree
{
    private const int Fan = 16;
    private readonly List<(Extent Extent, uint Largest)[]> _levels = [];

    public ExtentTree(IReadOnlyList<Extent> extents)
    {
        var level = extents.Select(extent => (extent, extent.Size)).ToArray();
        _levels.Add(level);
        while (level.Length > Fan)
        {
            level = [.. level.Chunk(Fan).Select(part => part.Aggregate((a, b) => (a.Item1.With(b.Item1), Math.Max(a.Item2, b.Item2))))];
            _levels.Add(level);
        }
    }

    public long Bytes => _levels.Sum(level => level.Length * 20L);

    public Extent this[int index] => _levels[0][index].Extent;

    /// <summary>Indexes of the objects that meet the extent and are at least that large, in no particular order.</summary>
    public void Find(Extent extent, uint smallest, Action<int> found)
    {
        for (var i = 0; i < _levels[^1].Length; i++) Find(_levels.Count - 1, i, extent, smallest, found);
    }

    /// <summary>Whether of the objects whose extents meet this one there is one that passes.</summary>
    public bool Any(Extent extent, Func<int, bool> passes)
    {
        for (var i = 0; i < _levels[^1].Length; i++)
            if (Any(_levels.Count - 1, i, extent, passes)) return true;
        return false;
    }

    /// <summary>Indexes of the objects whose extents lie inside an area, or not wholly outside.</summary>
    /// <param name="cover">How an extent lies to the area.</param>
    public void Visit(Func<Extent, Cover> cover, Action<int, Cover> found)
    {
        for (var i = 0; i < _levels[^1].Length; i++) Visit(_levels.Count - 1, i, Cover.Crossing, cover, found);
    }

    private void Visit(int level, int index, Cover known, Func<Extent, Cover> cover, Action<int, Cover> found)
    {
        if (known is not Cover.Inside) known = cover(_levels[level][index].Extent);
        if (known is Cover.Outside) return;
        if (level == 0)
        {
            found(index, known);
            return;
        }
        var end = Math.Min((index + 1) * Fan, _levels[level - 1].Length);
        for (var i = index * Fan; i < end; i++) Visit(level - 1, i, known, cover, found);
    }

    private bool Any(int level, int index, Extent extent, Func<int, bool> passes)
    {
        if (!_levels[level][index].Extent.Meets(extent)) return false;
        if (level == 0) return passes(index);
        var end = Math.Min((index + 1) * Fan, _levels[level - 1].Length);
        for (var i = index * Fan; i < end; i++)
            if (Any(level - 1, i, extent, passes)) return true;
        return false;
    }

    private void Find(int level, int index, Extent extent, uint smallest, Action<int> found)
    {
        ref readonly var node = ref _levels[level][index];
        if (node.Largest < smallest || !node.Extent.Meets(extent)) return;
        if (level == 0)
        {
            found(index);
            return;
        }
        var end = Math.Min((index + 1) * Fan, _levels[level - 1].Length);
        for (var i = index * Fan; i < end; i++) Find(level - 1, i, extent, smallest, found);
    }
}

namespace CommandCenter.Analytics.Tiles;

/// <summary>A position in world steps from the north-west corner of a tile.</summary>
internal readonly record struct Offset(long X, long Y);

/// <summary>Cuts runs of positions at a tile and a margin around it: rings side by side (Sutherland–Hodgman), lines step by step
/// (Liang–Barsky). Integers in, integers out. One tile, one thread.</summary>
internal sealed class TileClip(TileId tile)
{
    private readonly long _west = tile.X * tile.Side;
    private readonly long _north = tile.Y * tile.Side;
    private readonly long _low = -Math.Max(1, tile.Side / 64);
    private readonly long _high = tile.Side + Math.Max(1, tile.Side / 64);
    private List<Offset> _ring = [];
    private List<Offset> _spare = [];

    /// <summary>The ring inside the margin; empty when nothing is. Where it leaves and comes back it runs along the margin. Valid
    /// until the next call.</summary>
    public List<Offset> Ring(ReadOnlySpan<WorldPoint> positions)
    {
        _ring.Clear();
        var (all, any) = (15, 0);
        foreach (var position in positions)
        {
            var offset = From(position);
            var side = Side(offset);
            (all, any) = (all & side, any | side);
            _ring.Add(offset);
        }
        if (all != 0) _ring.Clear();
        for (var side = 1; side <= 8 && _ring.Count > 0; side <<= 1)
            if ((any & side) != 0) Cut(side);
        return _ring;
    }

    /// <summary>True when the position is in the tile or the margin.</summary>
    public bool Holds(WorldPoint position, out Offset offset) => Side(offset = From(position)) == 0;

    /// <summary>The pieces of a line inside the margin, handed on one by one; a piece is valid until the next.</summary>
    public void Line(ReadOnlySpan<WorldPoint> positions, Action<List<Offset>> piece)
    {
        _ring.Clear();
        for (var i = 1; i < positions.Length; i++)
        {
            var (from, to) = (From(positions[i - 1]), From(positions[i]));
            if (!Inside(from, to, out var a, out var b))
            {
                Hand(piece);
                continue;
            }
            if (_ring.Count == 0 || _ring[^1] != a)
            {
                Hand(piece);
                _ring.Add(a);
            }
            _ring.Add(b);
            if (b != to) Hand(piece);
        }
        Hand(piece);
    }

    private void Hand(Action<List<Offset>> piece)
    {
        if (_ring.Count > 1) piece(_ring);
        _ring.Clear();
    }

    private Offset From(WorldPoint position) => new(position.X - _west, position.Y - _north);

    /// <summary>On which sides of the margin a position is outside: 1 west, 2 east, 4 north, 8 south.</summary>
    private int Side(Offset at) => (at.X < _low ? 1 : at.X > _high ? 2 : 0) | (at.Y < _low ? 4 : at.Y > _high ? 8 : 0);

    private void Cut(int side)
    {
        _spare.Clear();
        var before = _ring[^1];
        var wasIn = (Side(before) & side) == 0;
        foreach (var at in _ring)
        {
            var isIn = (Side(at) & side) == 0;
            if (isIn != wasIn) _spare.Add(Crossing(before, at, side));
            if (isIn) _spare.Add(at);
            (before, wasIn) = (at, isIn);
        }
        (_ring, _spare) = (_spare, _ring);
    }

    /// <summary>The same for a step and its way back, so that neighbours meet.</summary>
    private Offset Crossing(Offset a, Offset b, int side)
    {
        var edge = side is 1 or 4 ? _low : _high;
        if ((a.X, a.Y).CompareTo((b.X, b.Y)) > 0) (a, b) = (b, a);
        return side is 1 or 2
            ? new(edge, a.Y + (long)Math.Round((b.Y - a.Y) * ((double)(edge - a.X) / (b.X - a.X))))
            : new(a.X + (long)Math.Round((b.X - a.X) * ((double)(edge - a.Y) / (b.Y - a.Y))), edge);
    }

    private bool Inside(Offset from, Offset to, out Offset a, out Offset b)
    {
        (a, b) = (from, to);
        var (sideA, sideB) = (Side(from), Side(to));
        if ((sideA | sideB) == 0) return true;
        if ((sideA & sideB) != 0) return false;
        var (start, end) = (0.0, 1.0);
        double dx = to.X - from.X, dy = to.Y - from.Y;
        if (!Narrow(-dx, from.X - _low, ref start, ref end) || !Narrow(dx, _high - from.X, ref start, ref end)
            || !Narrow(-dy, from.Y - _low, ref start, ref end) || !Narrow(dy, _high - from.Y, ref start, ref end)) return false;
        if (sideA != 0) a = new(from.X + (long)Math.Round(dx * start), from.Y + (long)Math.Round(dy * start));
        if (sideB != 0) b = new(from.X + (long)Math.Round(dx * end), from.Y + (long)Math.Round(dy * end));
        return true;
    }

    private static bool Narrow(double against, double room, ref double start, ref double end)
    {
        if (against == 0) return room >= 0;
        var at = room / against;
        if (against < 0) start = Math.Max(start, at);
        else end = Math.Min(end, at);
        return start <= end;
    }
}

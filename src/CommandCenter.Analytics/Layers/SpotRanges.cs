using CommandCenter.Analytics.Tiles;

namespace CommandCenter.Analytics.Layers;

/// <summary>Finds points among spots in ascending order: square by square, each a range.</summary>
internal static class SpotRanges
{
    /// <summary>A range so short is looked through rather than divided.</summary>
    private const int Short = 64;

    /// <summary>Index of the first spot that is not below; the length when all are.</summary>
    public static int LowerBound(ReadOnlySpan<ulong> spots, ulong spot)
    {
        var (low, high) = (0, spots.Length);
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) / 2);
            if (spots[middle] < spot) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>Indexes of the points that lie inside, or that have to be looked at one by one.</summary>
    /// <param name="cover">How a square lies to what is asked.</param>
    public static void Visit(ulong[] spots, Func<Extent, Cover> cover, Action<int, Cover> found)
    {
        var open = new Stack<(ulong First, int Bits, int From, int To)>();
        open.Push((0, 32, 0, spots.Length));
        while (open.TryPop(out var square))
        {
            if (square.From == square.To) continue;
            var corner = WorldPoint.OfSpot(square.First);
            var side = (uint)((1L << square.Bits) - 1);
            var known = cover(new(corner.X, corner.Y, corner.X + side, corner.Y + side));
            if (known is Cover.Outside) continue;
            if (known is Cover.Inside || square.To - square.From <= Short || square.Bits == 0)
                for (var i = square.From; i < square.To; i++) found(i, known);
            else
                Divide(spots, square, open);
        }
    }

    /// <summary>The four squares of half the side, each with its range of spots.</summary>
    private static void Divide(ulong[] spots, (ulong First, int Bits, int From, int To) square, Stack<(ulong First, int Bits, int From, int To)> open)
    {
        var bits = square.Bits - 1;
        var from = square.From;
        for (ulong quarter = 0; quarter < 4; quarter++)
        {
            var first = square.First + (quarter << 2 * bits);
            var to = quarter == 3 ? square.To : from + LowerBound(spots.AsSpan(from, square.To - from), first + (1UL << 2 * bits));
            open.Push((first, bits, from, to));
            from = to;
        }
    }
}

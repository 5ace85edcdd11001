using CommandCenter.Analytics.Tiles;

namespace CommandCenter.Analytics.Layers;

/// <summary>Finds points in a rectangle among spots in ascending order: square by square, each a range.</summary>
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

    public static IEnumerable<int> Of(ulong[] spots, Extent extent)
    {
        var open = new Stack<(ulong First, int Bits, int From, int To)>();
        open.Push((0, 32, 0, spots.Length));
        while (open.TryPop(out var square))
        {
            if (square.From == square.To) continue;
            var corner = WorldPoint.OfSpot(square.First);
            var side = (uint)((1L << square.Bits) - 1);
            var here = new Extent(corner.X, corner.Y, corner.X + side, corner.Y + side);
            if (!here.Meets(extent)) continue;
            var isInside = here.West >= extent.West && here.East <= extent.East && here.North >= extent.North && here.South <= extent.South;
            if (isInside || square.To - square.From <= Short || square.Bits == 0)
            {
                for (var i = square.From; i < square.To; i++)
                    if (isInside || Holds(extent, WorldPoint.OfSpot(spots[i]))) yield return i;
                continue;
            }
            foreach (var quarter in Quarters(spots, square)) open.Push(quarter);
        }
    }

    /// <summary>The four squares of half the side that make a square, each with its range of spots.</summary>
    public static IEnumerable<(ulong First, int Bits, int From, int To)> Quarters(ulong[] spots, (ulong First, int Bits, int From, int To) square)
    {
        var bits = square.Bits - 1;
        var from = square.From;
        for (ulong quarter = 0; quarter < 4; quarter++)
        {
            var first = square.First + (quarter << 2 * bits);
            var to = quarter == 3 ? square.To : from + LowerBound(spots.AsSpan(from, square.To - from), first + (1UL << 2 * bits));
            yield return (first, bits, from, to);
            from = to;
        }
    }

    private static bool Holds(Extent extent, WorldPoint at) => at.X >= extent.West && at.X <= extent.East && at.Y >= extent.North && at.Y <= extent.South;
}

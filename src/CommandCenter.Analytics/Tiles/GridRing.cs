namespace CommandCenter.Analytics.Tiles;

/// <summary>A position on the grid of a tile, 4096 to its side, y downwards.</summary>
internal readonly record struct GridPoint(int X, int Y);

/// <summary>What there is to say about rings and lines on the grid. Rings are not closed.</summary>
internal static class GridRing
{
    /// <summary>Twice the area; positive when clockwise on screen, where y grows downwards.</summary>
    public static long SignedArea(List<GridPoint> ring)
    {
        var sum = 0L;
        var before = ring.Count > 0 ? ring[^1] : default;
        foreach (var at in ring)
        {
            sum += (long)before.X * at.Y - (long)at.X * before.Y;
            before = at;
        }
        return sum;
    }

    /// <summary>Takes out positions that lie on the straight line of their neighbours, and spikes. Less than three are left of a ring
    /// without an area.</summary>
    public static void Tidy(List<GridPoint> ring)
    {
        var kept = 0;
        for (var i = 0; i < ring.Count; i++)
        {
            var next = ring[i];
            while (kept > 0 && (ring[kept - 1] == next || kept > 1 && Turn(ring[kept - 2], ring[kept - 1], next) == 0)) kept--;
            ring[kept++] = next;
        }
        var start = 0;
        while (kept - start > 2)
        {
            if (ring[kept - 1] == ring[start] || Turn(ring[kept - 2], ring[kept - 1], ring[start]) == 0) kept--;
            else if (Turn(ring[kept - 1], ring[start], ring[start + 1]) == 0) start++;
            else break;
        }
        ring.RemoveRange(kept, ring.Count - kept);
        ring.RemoveRange(0, start);
        if (ring.Count < 3) ring.Clear();
    }

    /// <summary>Leaves out positions of a line that are nearer than the tolerance to what remains (Douglas–Peucker). The ends stay.</summary>
    /// <param name="tolerance">In steps of the grid.</param>
    public static void Simplify(List<GridPoint> line, int tolerance)
    {
        if (line.Count < 3) return;
        Span<bool> keep = line.Count <= 1024 ? stackalloc bool[line.Count] : new bool[line.Count];
        keep[0] = keep[^1] = true;
        var open = new Stack<(int From, int To)>();
        open.Push((0, line.Count - 1));
        while (open.TryPop(out var run))
        {
            var (worst, farthest) = ((double)tolerance * tolerance, -1);
            for (var i = run.From + 1; i < run.To; i++)
                if (SquareDistance(line[i], line[run.From], line[run.To]) is var distance && distance > worst)
                    (worst, farthest) = (distance, i);
            if (farthest < 0) continue;
            keep[farthest] = true;
            open.Push((run.From, farthest));
            open.Push((farthest, run.To));
        }
        var kept = 0;
        for (var i = 0; i < keep.Length; i++)
            if (keep[i]) line[kept++] = line[i];
        line.RemoveRange(kept, line.Count - kept);
    }

    /// <summary>As <see cref="Simplify"/>, for a ring: two positions far from each other stay.</summary>
    public static void SimplifyRing(List<GridPoint> ring, int tolerance)
    {
        if (ring.Count < 5) return;
        ring.Add(ring[0]);
        Simplify(ring, tolerance);
        ring.RemoveAt(ring.Count - 1);
    }

    /// <summary>True when no edge touches another beyond the position that neighbours share, each hole is in the shell and no hole in
    /// another. A polygon may be valid without that; then a slower look decides.</summary>
    public static bool AreApart(List<List<GridPoint>> rings)
    {
        if (rings.Count == 1 && (rings[0].Count == 3 || IsConvex(rings[0]))) return true;
        var edges = new List<Edge>();
        for (var ring = 0; ring < rings.Count; ring++)
            for (var i = 0; i < rings[ring].Count; i++)
                edges.Add(new(rings[ring][i], rings[ring][(i + 1) % rings[ring].Count], ring, i));
        edges.Sort((a, b) => a.West.CompareTo(b.West));
        for (var i = 0; i < edges.Count; i++)
            for (var j = i + 1; j < edges.Count && edges[j].West <= edges[i].East; j++)
                if (!AreNeighbours(edges[i], edges[j], rings) && Touch(edges[i], edges[j])) return false;
        for (var hole = 1; hole < rings.Count; hole++)
        {
            if (!Contains(rings[0], rings[hole][0])) return false;
            for (var other = 1; other < rings.Count; other++)
                if (other != hole && Contains(rings[other], rings[hole][0])) return false;
        }
        return true;
    }

    private readonly record struct Edge(GridPoint A, GridPoint B, int Ring, int Index)
    {
        public int West => Math.Min(A.X, B.X);
        public int East => Math.Max(A.X, B.X);
    }

    private static bool AreNeighbours(Edge a, Edge b, List<List<GridPoint>> rings)
    {
        if (a.Ring != b.Ring) return false;
        var apart = Math.Abs(a.Index - b.Index);
        return apart == 1 || apart == rings[a.Ring].Count - 1;
    }

    private static bool Touch(Edge a, Edge b) =>
        Math.Max(a.A.Y, a.B.Y) >= Math.Min(b.A.Y, b.B.Y) && Math.Max(b.A.Y, b.B.Y) >= Math.Min(a.A.Y, a.B.Y)
        && Math.Sign(Turn(a.A, a.B, b.A)) * Math.Sign(Turn(a.A, a.B, b.B)) <= 0
        && Math.Sign(Turn(b.A, b.B, a.A)) * Math.Sign(Turn(b.A, b.B, a.B)) <= 0;

    private static bool IsConvex(List<GridPoint> ring)
    {
        var (turned, flips, before) = (0, 0, 0);
        for (var i = 0; i < ring.Count; i++)
        {
            var (a, b, c) = (ring[i], ring[(i + 1) % ring.Count], ring[(i + 2) % ring.Count]);
            var turn = Math.Sign(Turn(a, b, c));
            if (turn == 0 || turned != 0 && turn != turned) return false;
            turned = turn;
            // A convex ring goes east once and west once; a star that winds twice does not.
            var way = Math.Sign(b.X - a.X);
            if (way == 0) continue;
            if (before != 0 && way != before) flips++;
            before = way;
        }
        return flips <= 2;
    }

    private static bool Contains(List<GridPoint> ring, GridPoint at)
    {
        var isInside = false;
        var b = ring[^1];
        foreach (var a in ring)
        {
            if (a.Y > at.Y != b.Y > at.Y && at.X < (double)(b.X - a.X) * (at.Y - a.Y) / (b.Y - a.Y) + a.X) isInside = !isInside;
            b = a;
        }
        return isInside;
    }

    private static long Turn(GridPoint a, GridPoint b, GridPoint c) =>
        (long)(b.X - a.X) * (c.Y - b.Y) - (long)(b.Y - a.Y) * (c.X - b.X);

    private static double SquareDistance(GridPoint p, GridPoint a, GridPoint b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y, px = p.X - a.X, py = p.Y - a.Y;
        var length = dx * dx + dy * dy;
        var along = length == 0 ? 0 : Math.Clamp((px * dx + py * dy) / length, 0, 1);
        return (px - along * dx) * (px - along * dx) + (py - along * dy) * (py - along * dy);
    }
}

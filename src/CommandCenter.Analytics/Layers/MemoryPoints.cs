using CommandCenter.Analytics.Tiles;

namespace CommandCenter.Analytics.Layers;

/// <summary>Draws a tile from the points of a set: they lie in one run, and the members of each cluster in a row.</summary>
internal sealed class MemoryPoints(FeatureSet set, TileId tile, ShownFeatures shown)
{
    private readonly FeatureSetBuilder _of = set.Columns;
    private readonly bool _areAll = shown.AreAll;

    public ReadOnlyMemory<byte>? Encode(CancellationToken cancel)
    {
        var (first, end) = set.In(tile);
        foreach (var detail in PointTile.Details(tile, one: !HasMore(first, end, PointTile.MostPoints)))
        {
            cancel.ThrowIfCancellationRequested();
            var drawn = new PointTile(set.Version.Layer, tile, detail);
            if (detail.One) Points(drawn, first, end, detail.Labels);
            else Clusters(drawn, first, end, detail.CellShift(tile));
            if (drawn.Fits) return drawn.Encode();
        }
        throw new InvalidOperationException("One cluster always fits.");
    }

    private bool HasMore(int first, int end, int count)
    {
        if (end - first <= count) return false;
        if (_areAll) return true;
        for (var i = first; i < end; i++)
            if (shown[i] && --count < 0) return true;
        return false;
    }

    private void Points(PointTile drawn, int first, int end, bool labels)
    {
        for (var i = first; i < end; i++)
            if (shown[i]) Point(drawn, i, labels);
    }

    private void Point(PointTile drawn, int index, bool labels) =>
        drawn.Point(_of.Ids[index], WorldPoint.OfSpot(_of.Spots[index]), set.Class(index), _of.Severities[index], labels ? _of.Labels[index] : "");

    private void Clusters(PointTile drawn, int first, int end, int shift)
    {
        var spots = _of.Spots.AsSpan(0, end);
        var classes = _of.Classes.Indexes[..end];
        var severities = _of.Severities.AsSpan(0, end);
        var counts = new int[set.Classes.Count];
        var touched = new List<int>();
        for (var i = first; i < end;)
        {
            var cell = shift >= 64 ? 0 : spots[i] >> shift;
            var (count, last, worst) = (0L, i, (byte)0);
            var (x, y) = (0UL, 0UL);
            for (; i < end && (shift >= 64 ? 0 : spots[i] >> shift) == cell; i++)
            {
                if (!_areAll && !shown[i]) continue;
                count++;
                last = i;
                var at = WorldPoint.OfSpot(spots[i]);
                x += at.X;
                y += at.Y;
                if (severities[i] > worst) worst = severities[i];
                if (counts[classes[i]]++ == 0) touched.Add(classes[i]);
            }
            if (count == 1) Point(drawn, last, labels: true);
            else if (count > 1) drawn.Cluster(count, new((uint)(x / (ulong)count), (uint)(y / (ulong)count)), worst, Classes(counts, touched, count));
            foreach (var index in touched) counts[index] = 0;
            touched.Clear();
        }
    }

    private string Classes(int[] counts, List<int> touched, long total)
    {
        touched.Sort((a, b) => counts[a] != counts[b] ? counts[b].CompareTo(counts[a]) : a.CompareTo(b));
        var largest = new List<(string, long)>(ClassTally.Largest);
        foreach (var index in touched)
        {
            if (largest.Count == ClassTally.Largest) break;
            if (ClassTally.IsNamed(set.Classes[index])) largest.Add((set.Classes[index], counts[index]));
        }
        return ClassTally.Write(largest, total);
    }
}

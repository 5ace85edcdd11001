using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Layers;

/// <summary>Draws a tile from the lines or polygons of a set.</summary>
internal sealed class MemoryShapes(FeatureSet set, TileId tile, ShownFeatures shown)
{
    private readonly FeatureSetBuilder _of = set.Columns;

    public ReadOnlyMemory<byte>? Encode(CancellationToken cancel)
    {
        var drawn = new ShapeTile(set.Version.Layer, tile, set.Kind);
        var candidates = new List<int>();
        set.Extents!.Find(ShapeTile.Bounds(tile), ShapeTile.Pixel(tile), index =>
        {
            if (shown[index]) candidates.Add(index);
        });
        cancel.ThrowIfCancellationRequested();
        var cut = drawn.Draw(set, candidates, all: true);
        if (set.Kind is GeometryKind.Polygon) Cells(drawn, cut);
        return drawn.Encode();
    }

    private void Cells(ShapeTile drawn, ShapeCut cut)
    {
        var (first, end) = set.In(tile);
        var shift = ShapeTile.CellShift(tile);
        for (var i = first; i < end;)
        {
            var cell = _of.Spots[i] >> shift;
            var (count, worst, highest) = (0L, (byte)0, 0f);
            for (; i < end && _of.Spots[i] >> shift == cell; i++)
            {
                if (!shown[i] || cut.Holds(set.Extents![i].Size, _of.Ids[i])) continue;
                count++;
                worst = Math.Max(worst, _of.Severities[i]);
                highest = Math.Max(highest, set.Height(i));
            }
            drawn.Cell(cell, count, worst, highest);
        }
    }
}

using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Layers;

/// <summary>Tiles of one version of a layer from memory. What they hold: <see cref="PointTile"/> and <see cref="ShapeTile"/>. At most
/// 500,000 bytes each. Safe for many threads.</summary>
public sealed class MemoryTiles(FeatureSet set) : IFilteredTiles
{
    /// <summary>Grows when tiles of the same objects change, here or from ClickHouse: browsers keep them for a year.</summary>
    public const int Format = 2;

    /// <summary>What is drawn.</summary>
    public FeatureSet Set => set;

    public string Layer => set.Version.Layer;

    public Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, CancellationToken cancel) => TileAsync(scope, tile, TileFilter.None, cancel);

    public Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, TileFilter filter, CancellationToken cancel)
    {
        var shown = new ShownFeatures(set, scope, filter);
        return Task.FromResult(
            shown.AreNone ? null
            : set.Kind is GeometryKind.Point ? new MemoryPoints(set, tile, shown).Encode(cancel)
            : new MemoryShapes(set, tile, shown).Encode(cancel));
    }
}

using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Layers;

/// <summary>Tiles of one version of a layer from ClickHouse: the same bytes as <see cref="MemoryTiles"/> gives for the same objects.
/// One to three questions a tile. Safe for many threads.</summary>
/// <param name="labels">False leaves the labels out, see <see cref="FeatureQueries.LoadAsync"/>.</param>
public sealed class ClickHouseTiles(IClickHouse clickHouse, LayerVersion version, GeometryKind kind, bool labels = true) : IFilteredTiles
{
    private readonly ClickHousePoints _points = new(clickHouse, version, labels);
    private readonly ClickHouseShapes _shapes = new(clickHouse, version, kind, labels);

    public string Layer => version.Layer;

    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, CancellationToken cancel) => TileAsync(scope, tile, TileFilter.None, cancel);

    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, TileFilter filter, CancellationToken cancel) =>
        !scope.Root.IsRegion ? Task.FromResult(default(ReadOnlyMemory<byte>?))
        : kind is GeometryKind.Point ? _points.TileAsync(scope, tile, filter, cancel)
        : _shapes.TileAsync(scope, tile, filter, cancel);
}

using CommandCenter.Domain.Access;

namespace CommandCenter.Analytics.Tiles;

/// <summary>A source that can leave objects out of its tiles.</summary>
public interface IFilteredTiles : ITileSource
{
    /// <summary>As <see cref="ITileSource.TileAsync"/>, only with what passes the filter.</summary>
    Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, TileFilter filter, CancellationToken cancel);
}

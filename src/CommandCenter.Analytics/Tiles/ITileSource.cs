using CommandCenter.Domain.Access;

namespace CommandCenter.Analytics.Tiles;

/// <summary>Gives the vector tiles of one layer: small layers and current objects from memory, history and huge layers from ClickHouse.</summary>
public interface ITileSource
{
    /// <summary>Name in the address: <c>/tiles/{layer}/…</c>; also the name of the layer inside the tile.</summary>
    string Layer { get; }

    /// <summary>The tile as Mapbox vector tile v2 (protobuf), only with what lies in the scope; null when that is nothing.</summary>
    Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, CancellationToken cancel);
}

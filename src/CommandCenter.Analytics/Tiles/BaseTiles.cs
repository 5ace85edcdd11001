using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Access;

namespace CommandCenter.Analytics.Tiles;

/// <summary>Coast and rivers, layer <c>baseline</c>, with <c>kind</c>; the same for everybody who sees any region.</summary>
/// <param name="atlas">The atlas in use, asked once a tile.</param>
public sealed class BaseTiles(Func<RegionAtlas> atlas) : ITileSource
{
    public string Layer => "baseline";

    public Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, CancellationToken cancel)
    {
        var lines = new MvtLayer(Layer, tile);
        var id = 0ul;
        if (scope.Root.IsRegion)
            foreach (var line in atlas().BaseLines)
                lines.Add(++id, line.Line, ("kind", line.Kind));
        return Task.FromResult<ReadOnlyMemory<byte>?>(lines.IsEmpty ? default(ReadOnlyMemory<byte>?) : lines.Encode());
    }
}

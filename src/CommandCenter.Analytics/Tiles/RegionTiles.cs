using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Analytics.Tiles;

/// <summary>The regions of one level as polygons with <c>code</c>, <c>name</c>, <c>level</c>; a city that stands in for its
/// missing counties is among the counties. Only regions in the scope are drawn.</summary>
/// <param name="layer"><c>cities</c>, <c>counties</c> or <c>towns</c>.</param>
/// <param name="atlas">The atlas in use, asked once a tile.</param>
public sealed class RegionTiles(string layer, RegionLevel level, Func<RegionAtlas> atlas) : ITileSource
{
    public string Layer => layer;

    public Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, CancellationToken cancel)
    {
        var current = atlas();
        var regions = new MvtLayer(layer, tile);
        foreach (var boundary in current.Boundaries)
        {
            if (!scope.Covers(boundary.Code) || current.Tree.Find(boundary.Code) is not { } region || !Belongs(region)) continue;
            cancel.ThrowIfCancellationRequested();
            regions.Add((ulong)region.Code.Number, boundary.Area,
                ("code", region.Code.ToString()), ("name", region.Name), ("level", region.Level.ToString().ToLowerInvariant()));
        }
        return Task.FromResult<ReadOnlyMemory<byte>?>(regions.IsEmpty ? default(ReadOnlyMemory<byte>?) : regions.Encode());
    }

    private bool Belongs(Region region) => region.Level == level || region.IsVirtual && region.Level == level - 1;
}

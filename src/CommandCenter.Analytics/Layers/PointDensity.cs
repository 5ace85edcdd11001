using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Layers;

/// <summary>Knows about how many points of a version a tile holds, from every so-many-th spot of it: which question to ask first. A
/// version does not change, so it is asked once.</summary>
internal sealed class PointDensity(IClickHouse clickHouse, LayerVersion version)
{
    private const int Between = 1_000;
    private const int MostSamples = 100_000;
    private readonly Lock _gate = new();
    private Task<(ulong[] Spots, long Between)>? _samples;

    /// <summary>True when the tile likely holds more points than are drawn one by one.</summary>
    public async Task<bool> IsCrowdedAsync(TileId tile, CancellationToken cancel)
    {
        Task<(ulong[] Spots, long Between)> asked;
        lock (_gate)
        {
            if (_samples is null or { IsFaulted: true } or { IsCanceled: true }) _samples = AskAsync();
            asked = _samples;
        }
        var (spots, between) = await asked.WaitAsync(cancel);
        var held = (tile.LastSpot == ulong.MaxValue ? spots.Length : SpotRanges.LowerBound(spots, tile.LastSpot + 1)) - SpotRanges.LowerBound(spots, tile.FirstSpot);
        return held * between > PointTile.MostPoints;
    }

    private async Task<(ulong[], long)> AskAsync()
    {
        var count = await new FeatureQueries(clickHouse).TotalAsync(version, CancellationToken.None);
        var between = Math.Max(Between, count / MostSamples);
        var spots = await clickHouse.QueryAsync(
            FeatureQueries.Of(version, $$"""
                SELECT spot
                FROM (SELECT spot FROM features WHERE {{FeatureQueries.InVersion}} ORDER BY layer, version, spot)
                WHERE rowNumberInAllBlocks() % {between:UInt64} = 0
                """).With("between", between),
            row => row.ReadUInt64(), CancellationToken.None);
        return ([.. spots.Order()], between);
    }
}

using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Layers;

/// <summary>Draws a tile of lines or polygons from ClickHouse: asks which are the largest, then for their geometries, then for the
/// squares of the rest.</summary>
internal sealed class ClickHouseShapes(IClickHouse clickHouse, LayerVersion version, GeometryKind kind, bool labels)
{
    private const string Size = "greatest(east - west, south - north)";
    private const string Meets = "west <= {maxX:UInt32} AND east >= {minX:UInt32} AND north <= {maxY:UInt32} AND south >= {minY:UInt32}";

    /// <summary>Of geometry fetched for one tile: more than <see cref="ShapeTile"/> looks at.</summary>
    private const long MostBytes = 64_000_000;

    private readonly record struct Candidate(long Id, ulong Spot, long Bytes);

    public async Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, TileFilter filter, CancellationToken cancel)
    {
        var drawn = new ShapeTile(version.Layer, tile, kind);
        var largest = await LargestAsync(scope, tile, filter, cancel);
        var bytes = 0L;
        var fetched = largest.TakeWhile((candidate, i) => i < ShapeTile.MostShapes && ((bytes += candidate.Bytes) <= MostBytes || i == 0)).ToList();
        var set = await FetchAsync(fetched, cancel);
        var cut = drawn.Draw(set, Enumerable.Range(0, set.Count), all: fetched.Count == largest.Count);
        if (kind is GeometryKind.Polygon)
            foreach (var (cell, count, severity, height) in await CellsAsync(scope, tile, filter, cut, cancel)) drawn.Cell(cell, count, severity, height);
        return drawn.Encode();
    }

    private Task<IReadOnlyList<Candidate>> LargestAsync(RegionScope scope, TileId tile, TileFilter filter, CancellationToken cancel)
    {
        var bounds = ShapeTile.Bounds(tile);
        return clickHouse.QueryAsync(
            FeatureQueries.Of(version, $$"""
                SELECT id, spot, length(geometry)
                FROM features
                WHERE {{FeatureQueries.InVersion}} AND {{Meets}} AND {{Size}} >= {pixel:UInt32} AND {{FeatureScope.Sees}}{{FilterCondition.Of(filter)}}
                ORDER BY {{Size}} DESC, id
                LIMIT {limit:UInt32}
                """).In(scope).Bind(filter)
                .With("minX", bounds.West).With("maxX", bounds.East).With("minY", bounds.North).With("maxY", bounds.South)
                .With("pixel", ShapeTile.Pixel(tile)).With("limit", ShapeTile.MostShapes + 1),
            row => new Candidate((long)row.ReadUInt64(), row.ReadUInt64(), (long)row.ReadUInt64()), cancel);
    }

    private async Task<FeatureSet> FetchAsync(IReadOnlyList<Candidate> wanted, CancellationToken cancel)
    {
        var builder = new FeatureSetBuilder(version, kind, wanted.Count);
        if (wanted.Count == 0) return builder.Finish();
        await clickHouse.QueryAsync(
            FeatureQueries.Of(version, $$"""
                SELECT {{FeatureSetBuilder.Columns(labels)}}, geometry
                FROM features
                WHERE {{FeatureQueries.InVersion}} AND spot IN ({spots:Array(UInt64)}) AND id IN ({ids:Array(UInt64)})
                ORDER BY layer, version, spot, id
                """).With("spots", wanted.Select(candidate => candidate.Spot).Distinct()).With("ids", wanted.Select(candidate => candidate.Id)),
            builder.Add, cancel);
        return builder.Finish();
    }

    private Task<IReadOnlyList<(ulong Cell, long Count, int Severity, float Height)>> CellsAsync(
        RegionScope scope, TileId tile, TileFilter filter, ShapeCut cut, CancellationToken cancel) => clickHouse.QueryAsync(
            FeatureQueries.Of(version, $$"""
                SELECT bitShiftRight(spot, {{ShapeTile.CellShift(tile)}}) AS cell, count(), max(severity), max(height)
                FROM features
                WHERE {{FeatureQueries.InVersion}} AND spot >= {first:UInt64} AND spot <= {last:UInt64} AND {{FeatureScope.Sees}}{{FilterCondition.Of(filter)}}
                  AND ({{Size}} < {cutSize:UInt32} OR {{Size}} = {cutSize:UInt32} AND id > {cutId:UInt64})
                GROUP BY cell
                ORDER BY cell
                """).In(scope).Bind(filter)
                .With("first", tile.FirstSpot).With("last", tile.LastSpot).With("cutSize", cut.Size).With("cutId", cut.Id),
            row => (row.ReadUInt64(), (long)row.ReadUInt64(), (int)row.ReadUInt8(), row.ReadFloat32()), cancel);
}

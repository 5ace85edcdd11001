using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Layers;

/// <summary>Draws a tile of points from ClickHouse: the tile is one range of the table's order, a cluster one range of the tile.</summary>
internal sealed class ClickHousePoints(IClickHouse clickHouse, LayerVersion version, bool labels)
{
    private const string Where = $"WHERE {FeatureQueries.InVersion} AND spot >= {{first:UInt64}} AND spot <= {{last:UInt64}} AND {FeatureScope.Sees}";
    private readonly PointDensity _density = new(clickHouse, version);

    private readonly record struct One(long Id, WorldPoint At, string Class, byte Severity, string Label);

    private readonly record struct Many(long Count, WorldPoint Mean, byte Severity, List<(string, long)> Largest, One Any);

    public async Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, TileFilter filter, CancellationToken cancel)
    {
        IReadOnlyList<Many>? finest = null;
        if (await _density.IsCrowdedAsync(tile, cancel))
        {
            finest = await ClustersAsync(scope, tile, filter, PointDetail.FinestCells, cancel);
            if (finest.Sum(cluster => cluster.Count) <= PointTile.MostPoints) finest = null;
        }
        var ones = finest is null ? await PointsAsync(scope, tile, filter, cancel) : null;
        var isOne = ones is { Count: <= PointTile.MostPoints };
        foreach (var detail in PointTile.Details(tile, isOne))
        {
            var drawn = new PointTile(version.Layer, tile, detail);
            if (detail.One) foreach (var one in ones!) Draw(drawn, one);
            else
            {
                finest ??= await ClustersAsync(scope, tile, filter, PointDetail.FinestCells, cancel);
                foreach (var many in detail.CellBits == PointDetail.FinestCells ? finest : await ClustersAsync(scope, tile, filter, detail.CellBits, cancel)) Draw(drawn, many);
            }
            if (drawn.Fits) return drawn.Encode();
        }
        throw new InvalidOperationException("One cluster always fits.");
    }

    private static void Draw(PointTile drawn, One one) => drawn.Point(one.Id, one.At, one.Class, one.Severity, one.Label);

    private static void Draw(PointTile drawn, Many many)
    {
        if (many.Count == 1) Draw(drawn, many.Any);
        else drawn.Cluster(many.Count, many.Mean, many.Severity, ClassTally.Write(many.Largest, many.Count));
    }

    /// <summary>One more than are drawn one by one, when there are more.</summary>
    private Task<IReadOnlyList<One>> PointsAsync(RegionScope scope, TileId tile, TileFilter filter, CancellationToken cancel) => clickHouse.QueryAsync(
        In(scope, tile, filter, $$"""
            SELECT id, x, y, class, severity, {{Label(tile)}}
            FROM features
            {{Where}}{{FilterCondition.Of(filter)}}
            ORDER BY layer, version, spot, id
            LIMIT {limit:UInt32}
            """).With("limit", PointTile.MostPoints + 1), ReadOne, cancel);

    private Task<IReadOnlyList<Many>> ClustersAsync(RegionScope scope, TileId tile, TileFilter filter, int bits, CancellationToken cancel)
    {
        var shift = new PointDetail(false, false, bits).CellShift(tile);
        // Shifting 64 bits away by 64 is not defined: the one cell of the world is 0.
        var cell = shift >= 64 ? "toUInt64(0)" : $"bitShiftRight(spot, {shift})";
        return clickHouse.QueryAsync(
            In(scope, tile, filter, $$"""
                SELECT sum(number) AS total, intDiv(sum(sum_x), total), intDiv(sum(sum_y), total), max(worst),
                       arraySlice(arraySort(pair -> (-toInt64(pair.2), pair.1), groupArrayIf((toString(class), number), class NOT IN ('', {rest:String}))), 1, {{ClassTally.Largest}}),
                       any(one), toString(any(class)), any(name)
                FROM
                (
                    SELECT {{cell}} AS cell, class, count() AS number, sum(x) AS sum_x, sum(y) AS sum_y, max(severity) AS worst,
                           any(id) AS one, any({{Label(tile)}}) AS name
                    FROM features
                    {{Where}}{{FilterCondition.Of(filter)}}
                    GROUP BY cell, class
                )
                GROUP BY cell
                ORDER BY cell
                """).With("rest", ClassTally.Rest), ReadMany, cancel);
    }

    private Sql In(RegionScope scope, TileId tile, TileFilter filter, string text) =>
        FeatureQueries.Of(version, text).In(scope).With("first", tile.FirstSpot).With("last", tile.LastSpot).Bind(filter);

    private string Label(TileId tile) => labels && PointTile.HasLabels(tile) ? "label" : "''";

    private static One ReadOne(RowBinaryReader row) =>
        new((long)row.ReadUInt64(), new(row.ReadUInt32(), row.ReadUInt32()), row.ReadString(), row.ReadUInt8(), row.ReadString());

    private static Many ReadMany(RowBinaryReader row)
    {
        var (count, x, y, worst) = ((long)row.ReadUInt64(), row.ReadUInt64(), row.ReadUInt64(), row.ReadUInt8());
        var largest = row.ReadArray(one => (one.ReadString(), (long)one.ReadUInt64()));
        var mean = new WorldPoint((uint)x, (uint)y);
        // Of a single member all that was added up is its own.
        return new(count, mean, worst, largest, new((long)row.ReadUInt64(), mean, row.ReadString(), worst, row.ReadString()));
    }
}

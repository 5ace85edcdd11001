using System.Globalization;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Layers;

/// <summary>Counts objects in the hexagons of H3 (h3geo.org), which ClickHouse knows: an object counts in the cell of its point. Failures as
/// <see cref="IClickHouse"/> says. Safe for many threads.</summary>
public sealed class HexagonQueries(IClickHouse clickHouse)
{
    /// <summary>Deepest resolution: cells of about a square metre.</summary>
    public const int Deepest = 15;

    private const int CellsAtOnce = 2_000;

    /// <summary>ClickHouse changed the order of the arguments in 25.5: it is said, and an older server refuses rather than answers wrong.</summary>
    private const string Ordered = "SETTINGS geotoh3_argument_order = 'lat_lon'";

    /// <summary>The cells of one resolution that hold objects, in the order of their numbers; null when they are more than
    /// <see cref="DensityGrid.MostCells"/>.</summary>
    /// <param name="chosen">Sets, and the indexes of their objects that count; those in the scope.</param>
    /// <param name="resolution">0 (the largest cells) … <see cref="Deepest"/>.</param>
    public async Task<IReadOnlyList<CellCount>?> CountAsync(
        RegionScope scope, IEnumerable<(FeatureSet Set, IReadOnlyList<int> Indexes)> chosen, int resolution, CancellationToken cancel)
    {
        var counts = new Dictionary<ulong, long>();
        foreach (var (set, indexes) in chosen)
        {
            if (indexes.Count > 0) await CountAsync(scope, set, [.. indexes.Order()], resolution, counts, cancel);
            if (counts.Count > DensityGrid.MostCells) return null;
        }
        var cells = new List<CellCount>();
        foreach (var some in counts.Keys.Order().Chunk(CellsAtOnce))
            cells.AddRange(await clickHouse.QueryAsync(
                new Sql("SELECT arrayJoin({cells:Array(UInt64)}) AS cell, h3ToGeoBoundary(cell)").With("cells", some),
                row => Cell(row.ReadUInt64(), row.ReadArray(corner => (Lat: corner.ReadFloat64(), Lon: corner.ReadFloat64())), counts), cancel));
        return cells;
    }

    /// <summary>The rows come in the order of the indexes, so that both are walked side by side.</summary>
    private async Task CountAsync(RegionScope scope, FeatureSet set, int[] indexes, int resolution, Dictionary<ulong, long> counts, CancellationToken cancel)
    {
        var next = 0;
        await FeatureQueries.WalkAsync(
            clickHouse, set.Columns.Spots[indexes[0]], $"spot, id, geoToH3(lat, lon, {resolution.ToString(CultureInfo.InvariantCulture)})",
            $"{FeatureScope.Sees} AND spot <= {{last:UInt64}}", Ordered, text => FeatureQueries.Of(set.Version, text).In(scope).With("last", set.Columns.Spots[indexes[^1]]),
            row =>
            {
                var (spot, id, cell) = (row.ReadUInt64(), (long)row.ReadUInt64(), row.ReadUInt64());
                if (next < indexes.Length && set.Columns.Spots[indexes[next]] == spot && set.Id(indexes[next]) == id)
                {
                    next++;
                    counts[cell] = counts.GetValueOrDefault(cell) + 1;
                }
                return (spot, id);
            }, cancel);
        if (next < indexes.Length) throw new InvalidOperationException($"{set.Version} in ClickHouse is not what is in memory.");
    }

    private static CellCount Cell(ulong cell, List<(double Lat, double Lon)> corners, Dictionary<ulong, long> counts) => new(
        cell.ToString("x", CultureInfo.InvariantCulture),
        new Polygon(new([.. corners.Append(corners[0]).Select(corner => new Coordinate(corner.Lon, corner.Lat))])) { SRID = 4490 }, counts[cell]);
}

using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Layers;

/// <summary>The objects of a layer in one region, added up. Each counts once, where its point lies, and wholly.</summary>
/// <param name="Region">Of the level that was asked for; not a region for objects that are not known to lie in one.</param>
/// <param name="SquareMetres">Of polygons, on the ellipsoid; else 0.</param>
/// <param name="Metres">Of lines, on the ellipsoid; else 0.</param>
public sealed record RegionTally(RegionCode Region, int Count, double SquareMetres, double Metres)
{
    /// <summary>What the scope sees of a set, region by region in the order of the codes; the objects in none come first.</summary>
    /// <param name="level">County, town or village. No region above the root of the scope is named: its sum would be a part of the truth.</param>
    /// <exception cref="OperationCanceledException">Cancelled: half a million polygons take a second.</exception>
    public static IReadOnlyList<RegionTally> Of(FeatureSet set, RegionScope scope, RegionLevel level, CancellationToken cancel)
    {
        if (!scope.Root.IsRegion) return [];
        var (columns, sees) = (set.Columns, set.Sees(scope));
        var (counts, areas, lengths) = (new int[sees.Length], new double[sees.Length], new double[sees.Length]);
        for (var i = 0; i < set.Count; i++)
        {
            if (i % 4_096 == 0) cancel.ThrowIfCancellationRequested();
            var region = columns.RegionIndexes[i];
            if (!sees[region]) continue;
            counts[region]++;
            if (set.Kind is GeometryKind.Polygon) areas[region] += Geodesic.Area(set.Geometry(i));
            else if (set.Kind is GeometryKind.Line) lengths[region] += Geodesic.Length(set.Geometry(i));
        }
        return
        [
            .. Enumerable.Range(0, sees.Length).Where(i => counts[i] > 0)
                .GroupBy(i => At(FeatureRecord.Region(columns.Regions[i]), scope, level)).OrderBy(group => group.Key)
                .Select(group => new RegionTally(group.Key, group.Sum(i => counts[i]), group.Sum(i => areas[i]), group.Sum(i => lengths[i]))),
        ];
    }

    private static RegionCode At(RegionCode region, RegionScope scope, RegionLevel level)
    {
        if (!region.IsRegion || region.DigitLevel < level) return default;
        var code = region.Ancestor(level);
        return scope.Covers(code) ? code : scope.Root;
    }
}

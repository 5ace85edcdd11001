using CommandCenter.Analytics.Layers;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Analytics.Spatial;

/// <summary>How much of a region lies in an area.</summary>
/// <param name="Region">A town, or a county that has no towns with boundaries.</param>
/// <param name="Share">Part of the region's area, above 0 up to 1.</param>
/// <param name="PartOfCounty">Area of the region over that of its county; 1 for a county.</param>
public sealed record RegionShare(Region Region, double Share, double PartOfCounty)
{
    /// <summary>Of all regions in the scope that the area meets, in the order of their codes.</summary>
    public static IReadOnlyList<RegionShare> Of(RegionAtlas atlas, RegionScope scope, AskedArea area)
    {
        var shares = new List<RegionShare>();
        foreach (var boundary in atlas.Boundaries.OrderBy(one => one.Code.Number))
        {
            if (!scope.Covers(boundary.Code) || !boundary.Area.EnvelopeInternal.Intersects(area.Geometry.EnvelopeInternal)) continue;
            if (atlas.Tree.Find(boundary.Code) is not { Level: RegionLevel.County or RegionLevel.Town } region) continue;
            if (region.Level is RegionLevel.County && atlas.Tree.Children(region.Code).Any(town => atlas.Boundary(town.Code) is not null)) continue;
            if (!area.Meets(boundary.Area)) continue;
            var common = area.CutOut(boundary.Area).Area;
            if (common <= 0) continue;
            var county = region.Level is RegionLevel.County ? boundary : (region.Parent is { } parent ? atlas.Boundary(parent) : null) ?? boundary;
            shares.Add(new(region, Math.Min(1, common / boundary.Area.Area), Math.Min(1, boundary.Area.Area / county.Area.Area)));
        }
        return shares;
    }
}

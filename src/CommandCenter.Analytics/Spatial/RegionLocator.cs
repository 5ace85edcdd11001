using CommandCenter.Domain.Geography;

namespace CommandCenter.Analytics.Spatial;

/// <summary>Where a point is in the tree: its county and its town.</summary>
/// <param name="County">The county, or the city that stands in for the missing level; <c>default</c> outside all.</param>
/// <param name="Town">The town or street; <c>default</c> when the county's towns leave the point out.</param>
public readonly record struct LocatedRegion(RegionCode County, RegionCode Town)
{
    /// <summary>The town when there is one, else the county, else <c>default</c>.</summary>
    public RegionCode Deepest => Town.IsRegion ? Town : County;
}

/// <summary>County and town of a point, over a million points a second on one core. Points on a border belong to the
/// region with the lowest code. Immutable; safe for many threads.</summary>
public sealed class RegionLocator
{
    private readonly RegionTree _tree;
    private readonly AreaGrid _towns;
    private readonly AreaGrid _counties;

    /// <param name="tree">Gives a town its county.</param>
    /// <param name="boundaries">Boundaries of towns and counties; others are not looked at.</param>
    public RegionLocator(RegionTree tree, IEnumerable<RegionBoundary> boundaries)
    {
        var byLevel = boundaries.ToLookup(boundary => tree.Find(boundary.Code) switch
        {
            { IsVirtual: true } => RegionLevel.County,
            { Level: var level } => level,
            null => default,
        });
        _tree = tree;
        _towns = new AreaGrid([.. byLevel[RegionLevel.Town]]);
        _counties = new AreaGrid([.. byLevel[RegionLevel.County]]);
    }

    /// <summary>Degrees, CGCS2000, lon first; any doubles are allowed, NaN and far away points are nowhere.</summary>
    public LocatedRegion Locate(LonLat point)
    {
        var town = _towns.Find(point.Lon, point.Lat);
        return town.IsRegion
            ? new(_tree.Find(town)?.Parent ?? default, town)
            : new(_counties.Find(point.Lon, point.Lat), default);
    }
}

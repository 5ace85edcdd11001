using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Web.Indicators;
using CommandCenter.Web.Map;

namespace CommandCenter.Web.Features.Regions;

/// <summary>The door to the tree of regions. What lies outside the caller's scope does not exist here.</summary>
public sealed class RegionsDesk(AtlasHolder atlases, Almanac almanac)
{
    /// <summary>Null when unknown or outside the scope.</summary>
    public Region? Find(RegionScope scope, RegionCode code) =>
        scope.Covers(code) ? atlases.Current.Tree.Find(code) : null;

    /// <summary>From the root down to the region; also the ancestors above the scope, for the breadcrumb, which shows their names only.</summary>
    public IReadOnlyList<Region> Path(Region region) => atlases.Current.Tree.Path(region.Code);

    public IReadOnlyList<Region> Children(Region region) => atlases.Current.Tree.Children(region.Code);

    public IReadOnlyList<Region> SpecialUnits(Region region) => atlases.Current.Tree.SpecialUnits(region.Code);

    /// <summary>How many regions of each level lie below, special units left out.</summary>
    public RegionCounts Counts(Region region)
    {
        var below = atlases.Current.Tree.All.Where(other => region.Code.Contains(other.Code) && other.Code != region.Code).ToArray();
        int Count(RegionLevel level) => below.Count(other => other.Level == level && !other.IsSpecialUnit);
        return new(Count(RegionLevel.County), Count(RegionLevel.Town), Count(RegionLevel.Village), below.Count(other => other.IsSpecialUnit));
    }

    public IReadOnlyList<Region> Search(RegionScope scope, string text, int limit = 20) =>
        RegionSearch.Find(atlases.Current.Tree, scope, text, limit);

    /// <summary>The region's page; null when the region is unknown or outside the scope.</summary>
    public async Task<RegionSheet?> SheetAsync(RegionScope scope, SheetQuestion question, CancellationToken cancel) =>
        Find(scope, question.Code) is { } region
            ? await new RegionSheets(almanac).ComposeAsync(scope, atlases.Current.Tree, region, Counts(region), question, cancel)
            : null;

    /// <summary>The deepest region at the point; null outside all regions and outside the scope.</summary>
    public Region? Locate(RegionScope scope, LonLat point)
    {
        var found = atlases.Current.Locator.Locate(point).Deepest;
        return found.IsRegion ? Find(scope, found) : null;
    }
}

/// <summary>Numbers of regions below a region, by level.</summary>
public sealed record RegionCounts(int Counties, int Towns, int Villages, int SpecialUnits);

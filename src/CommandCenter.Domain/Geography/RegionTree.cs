using System.Collections.Frozen;

namespace CommandCenter.Domain.Geography;

/// <summary>The four-level tree of regions as one immutable snapshot. Safe for many threads; replaced whole after an import.</summary>
public sealed class RegionTree
{
    private readonly FrozenDictionary<RegionCode, Region> _regions;
    private readonly FrozenDictionary<RegionCode, Region[]> _children;

    public RegionTree(IEnumerable<Region> regions)
    {
        _regions = regions.ToFrozenDictionary(region => region.Code);
        _children = _regions.Values
            .Where(region => region.Parent is not null)
            .GroupBy(region => region.Parent!.Value)
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(region => region.Code).ToArray());
        Roots = [.. _regions.Values.Where(region => region.Parent is null).OrderBy(region => region.Code)];
    }

    public static RegionTree Empty { get; } = new([]);

    /// <summary>The regions without a parent: normally one, the city.</summary>
    public IReadOnlyList<Region> Roots { get; }

    public IReadOnlyCollection<Region> All => _regions.Values;

    public Region? Find(RegionCode code) => _regions.GetValueOrDefault(code);

    /// <summary>The regions one level down in code order, special units left out (7 counties, 73 towns, 1,348 villages).</summary>
    public IReadOnlyList<Region> Children(RegionCode code) =>
        [.. _children.GetValueOrDefault(code, []).Where(region => !region.IsSpecialUnit)];

    /// <summary>The parks, prisons and farms directly under a region: they have codes but no territory.</summary>
    public IReadOnlyList<Region> SpecialUnits(RegionCode code) =>
        [.. _children.GetValueOrDefault(code, []).Where(region => region.IsSpecialUnit)];

    /// <summary>From the root down to the region itself; empty when the code is unknown.</summary>
    public IReadOnlyList<Region> Path(RegionCode code)
    {
        var path = new List<Region>();
        for (var region = Find(code); region is not null; region = region.Parent is { } up ? Find(up) : null)
            path.Insert(0, region);
        return path;
    }
}

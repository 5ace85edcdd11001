using CommandCenter.Domain.Geography;

namespace CommandCenter.Domain.Access;

/// <summary>
/// 管辖范围: what a caller may see. Every query, tile, hub key and export takes one, so it cannot be forgotten.
/// <c>default</c> covers nothing. A scope is a region and all inside it.
/// </summary>
public readonly record struct RegionScope
{
    private RegionScope(RegionCode root) => Root = root;

    /// <summary>The region whose subtree is visible; not a region (<see cref="RegionCode.IsRegion"/> false) when nothing is.</summary>
    public RegionCode Root { get; }

    /// <summary>First number of the visible range, inclusive.</summary>
    public long From => Root.Number;

    /// <summary>End of the visible range, exclusive; equal to <see cref="From"/> when nothing is visible.</summary>
    public long To => Root.IsRegion ? Root.Number + Root.Span : 0;

    public static RegionScope Of(RegionCode root) => new(root);

    /// <summary>True when the region lies in the scope.</summary>
    public bool Covers(RegionCode region) => Root.Contains(region);

    /// <summary>The part of this scope that lies in <paramref name="region"/>: the deeper of the two when one contains the
    /// other, otherwise a scope that covers nothing.</summary>
    public RegionScope Within(RegionCode region) =>
        Root.Contains(region) ? new(region) : region.Contains(Root) ? this : default;
}

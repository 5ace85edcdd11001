using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Analytics.Spatial;

/// <summary>Everything the product knows about where regions are, as one immutable snapshot: tree, boundaries, base lines
/// and locator. A new import makes a new atlas, which replaces the old one whole. Safe for many threads.</summary>
public sealed class RegionAtlas
{
    private readonly FrozenDictionary<RegionCode, RegionBoundary> _boundaries;

    public RegionAtlas(IEnumerable<Region> regions, IEnumerable<RegionBoundary> boundaries, IEnumerable<BaseLine> baseLines)
    {
        Tree = new RegionTree(regions);
        _boundaries = boundaries.ToFrozenDictionary(boundary => boundary.Code);
        BaseLines = [.. baseLines];
        Locator = new RegionLocator(Tree, _boundaries.Values);
        Version = Fingerprint();
    }

    public static RegionAtlas Empty { get; } = new([], [], []);

    public RegionTree Tree { get; }

    /// <summary>In no particular order.</summary>
    public IReadOnlyCollection<RegionBoundary> Boundaries => _boundaries.Values;

    public IReadOnlyList<BaseLine> BaseLines { get; }

    public RegionLocator Locator { get; }

    /// <summary>Sixteen hex digits that change when any region, boundary or base line does; part of every tile's address.</summary>
    public string Version { get; }

    /// <summary>Null for villages, special units and unknown codes.</summary>
    public RegionBoundary? Boundary(RegionCode code) => _boundaries.GetValueOrDefault(code);

    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var region in Tree.All.OrderBy(region => region.Code)) hash.AppendData(Encoding.UTF8.GetBytes(region.ToString()));
        foreach (var boundary in Boundaries.OrderBy(boundary => boundary.Code)) hash.AppendData(boundary.Area.AsBinary());
        foreach (var line in BaseLines) hash.AppendData(line.Line.AsBinary());
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}

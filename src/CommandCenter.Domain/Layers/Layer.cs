using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Domain.Layers;

/// <summary>A layer of the catalogue: what it shows, where it comes from, who may see it, how it is drawn.</summary>
/// <param name="Id">2 to 48 of <c>a-z 0-9 -</c>, a letter first: in addresses, never changed.</param>
/// <param name="Group">Heading inside the theme; empty without one.</param>
/// <param name="Ordinal">Place among the layers of its theme.</param>
/// <param name="Department">Whose data it is.</param>
/// <param name="Region">What it covers: only who administers this region, or one it lies in, may change the layer.</param>
/// <param name="Roles">Who sees an internal or sensitive layer, besides the region scope.</param>
/// <param name="Fields">The attribute dictionary.</param>
/// <param name="IsIllustrative">示意数据: made up to show what the product does.</param>
public sealed record Layer(
    string Id, string Title, string Theme, string Group, int Ordinal, string Department, string Licence, string Description, GeometryKind Kind,
    Sensitivity Sensitivity, IReadOnlyList<string> Roles, RegionCode Region, IReadOnlyList<LayerField> Fields, LeadFields Lead, LayerStyle Style,
    bool IsIllustrative)
{
    /// <summary>True when an account of this role may know that the layer exists.</summary>
    public bool IsSeenBy(string? role) => role is not null && (Sensitivity is Sensitivity.Public || Roles.Contains(role));

    /// <summary>True when the holder of a scope administers all that the layer covers.</summary>
    public bool IsKeptBy(RegionScope scope) => scope.Covers(Region);
}

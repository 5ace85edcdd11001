using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Where the objects of a layer may lie.</summary>
/// <param name="Atlas">Its extent tells coordinate systems apart; its regions place objects, and rows that have no coordinates.</param>
/// <param name="Otherwise">The region of what lies in none: that of the layer. Not a region leaves it open.</param>
/// <param name="Scope">Of who imports: what lies outside is refused. Null: of everywhere.</param>
public sealed record LayerGround(RegionAtlas Atlas, RegionCode Otherwise = default, RegionScope? Scope = null);

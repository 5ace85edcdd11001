using CommandCenter.Domain.Geography;

namespace CommandCenter.Web.Features.Regions;

/// <summary>A region by its name, in lists and breadcrumbs.</summary>
internal sealed record RegionName(string Code, string Name, string Level, string Kind)
{
    public static RegionName Of(Region region) => new(region.Code.ToString(), region.Name, LevelOf(region), region.Kind);

    public static string LevelOf(Region region) => region.Level.ToString().ToLowerInvariant();
}

/// <summary>A region as the HTTP interface gives it. <c>seat</c> is [lon, lat] in degrees, CGCS2000; <c>areaKm2</c> that of the boundary at hand.</summary>
internal sealed record RegionView(
    string Code,
    string Name,
    string Level,
    string Kind,
    string? Parent,
    IReadOnlyList<RegionName> Path,
    double[] Seat,
    double? AreaKm2,
    string Initials,
    bool IsVirtual,
    bool IsSpecialUnit,
    string BoundaryNote,
    RegionCounts Counts)
{
    public static RegionView Of(Region region, RegionsDesk desk) => new(
        region.Code.ToString(),
        region.Name,
        RegionName.LevelOf(region),
        region.Kind,
        region.Parent?.ToString(),
        [.. desk.Path(region).Select(RegionName.Of)],
        [region.Seat.Lon, region.Seat.Lat],
        region.AreaKm2,
        region.Initials,
        region.IsVirtual,
        region.IsSpecialUnit,
        region.BoundaryNote,
        desk.Counts(region));
}

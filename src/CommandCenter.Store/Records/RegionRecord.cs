using CommandCenter.Domain.Geography;

namespace CommandCenter.Store.Records;

/// <summary>A region of the tree as it was imported; the members are those of <see cref="Region"/>.</summary>
public sealed class RegionRecord
{
    public required RegionCode Code { get; init; }

    public required string Name { get; init; }

    public required RegionLevel Level { get; init; }

    public required string Kind { get; init; }

    public required RegionCode? Parent { get; init; }

    public required double Lon { get; init; }

    public required double Lat { get; init; }

    public required double? AreaKm2 { get; init; }

    public required string Initials { get; init; }

    public required bool IsVirtual { get; init; }

    public required bool IsSpecialUnit { get; init; }

    public required string BoundaryNote { get; init; }

    public static RegionRecord From(Region region) => new()
    {
        Code = region.Code,
        Name = region.Name,
        Level = region.Level,
        Kind = region.Kind,
        Parent = region.Parent,
        Lon = region.Seat.Lon,
        Lat = region.Seat.Lat,
        AreaKm2 = region.AreaKm2,
        Initials = region.Initials,
        IsVirtual = region.IsVirtual,
        IsSpecialUnit = region.IsSpecialUnit,
        BoundaryNote = region.BoundaryNote,
    };

    public Region ToRegion() => new(
        Code, Name, Level, Kind, Parent, new LonLat(Lon, Lat), AreaKm2, Initials, IsVirtual, IsSpecialUnit, BoundaryNote);
}

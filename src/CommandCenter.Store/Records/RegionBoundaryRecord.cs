using CommandCenter.Domain.Geography;

namespace CommandCenter.Store.Records;

/// <summary>The boundary of a region as WKB, in degrees, CGCS2000, lon first.</summary>
public sealed class RegionBoundaryRecord
{
    public required RegionCode Code { get; init; }

    public required byte[] Wkb { get; init; }
}

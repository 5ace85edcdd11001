using CommandCenter.Domain.Geography;

namespace CommandCenter.Store.Records;

/// <summary>A line of the base map (coast, river) that came with the regions under <see cref="Root"/>.</summary>
public sealed class BaseLineRecord
{
    public required RegionCode Root { get; init; }

    /// <summary>Position in the import, from 0.</summary>
    public required int Ordinal { get; init; }

    public required string Kind { get; init; }

    /// <summary>WKB in degrees, CGCS2000, lon first.</summary>
    public required byte[] Wkb { get; init; }
}

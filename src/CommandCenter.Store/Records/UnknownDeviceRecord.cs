using CommandCenter.Domain.Geography;

namespace CommandCenter.Store.Records;

/// <summary>A device that sends and that nobody registered.</summary>
public sealed class UnknownDeviceRecord
{
    public required string Device { get; init; }

    /// <summary>Of the token by which it came: who covers it may adopt the device.</summary>
    public required RegionCode Region { get; init; }

    /// <summary>Name of the token by which it came last.</summary>
    public required string Token { get; set; }

    /// <summary>Keys of the metrics it sent, with blanks between.</summary>
    public required string Metrics { get; set; }

    /// <summary>Readings that were refused.</summary>
    public required long Count { get; set; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; set; }
}

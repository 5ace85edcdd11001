using CommandCenter.Domain.Geography;

namespace CommandCenter.Store.Records;

/// <summary>A registered sensing device; see <see cref="Domain.Sensing.Device"/> for what each member means.</summary>
public sealed class DeviceRecord
{
    public required string Id { get; init; }
    public required string Name { get; set; }
    public required string Type { get; set; }
    public required string Department { get; set; }

    /// <summary>Degrees, CGCS2000.</summary>
    public required double Lon { get; set; }

    /// <summary>Degrees, CGCS2000.</summary>
    public required double Lat { get; set; }

    public required RegionCode Region { get; set; }
    public required bool IsIllustrative { get; set; }
    public required DateTimeOffset RegisteredAt { get; init; }
}

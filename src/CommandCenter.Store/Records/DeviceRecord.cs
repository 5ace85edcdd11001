using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Store.Records;

/// <summary>A registered sensing device; see <see cref="Device"/> for what each member means.</summary>
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

    public static DeviceRecord From(Device device, DateTimeOffset registeredAt) => new()
    {
        Id = device.Id,
        Name = device.Name,
        Type = device.Type,
        Department = device.Department,
        Lon = device.Position.Lon,
        Lat = device.Position.Lat,
        Region = device.Region,
        IsIllustrative = device.IsIllustrative,
        RegisteredAt = registeredAt,
    };

    /// <summary>Takes over what a new registration says; the number and the day of the first one stay.</summary>
    public void Become(Device device)
    {
        (Name, Type, Department) = (device.Name, device.Type, device.Department);
        (Lon, Lat, Region) = (device.Position.Lon, device.Position.Lat, device.Region);
        IsIllustrative = device.IsIllustrative;
    }

    public Device ToDevice() => new(Id, Name, Type, Department, new LonLat(Lon, Lat), Region, IsIllustrative);
}

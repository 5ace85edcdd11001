using System.Globalization;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Store.Records;

/// <summary>A registered sensing device; see <see cref="Device"/> and <see cref="DeviceCard"/> for what each member means.</summary>
public sealed class DeviceRecord
{
    private const string Day = "yyyy-MM-dd";

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

    public string? Responsible { get; set; }
    public string? Phone { get; set; }
    public string? Address { get; set; }
    public string? NationalId { get; set; }
    public string? PlayUrl { get; set; }
    public PowerSource? Power { get; set; }
    public string? BatteryMetric { get; set; }

    /// <summary>2026-11-29</summary>
    public string? InstalledOn { get; set; }

    /// <summary>Metres.</summary>
    public double? Height { get; set; }

    public string? Photo { get; set; }
    public bool IsDisabled { get; set; }

    /// <summary>Grows with every change; who changes an older one is told.</summary>
    public int RowVersion { get; set; } = 1;

    public static DeviceRecord From(Device device, DateTimeOffset registeredAt)
    {
        var record = new DeviceRecord
        {
            Id = device.Id, Name = "", Type = "", Department = "", Lon = 0, Lat = 0, Region = default, IsIllustrative = false, RegisteredAt = registeredAt,
        };
        record.Take(device);
        return record;
    }

    /// <summary>Takes over what the device says now; the number and the day of the first registration stay.</summary>
    public void Become(Device device)
    {
        if (device with { Row = RowVersion, RegisteredAt = RegisteredAt } == ToDevice()) return;
        Take(device);
        RowVersion++;
    }

    public Device ToDevice() => new(Id, Name, Type, Department, new LonLat(Lon, Lat), Region, IsIllustrative)
    {
        Card = ToCard(),
        RegisteredAt = RegisteredAt,
        IsDisabled = IsDisabled,
        Row = RowVersion,
    };

    private void Take(Device device)
    {
        (Name, Type, Department) = (device.Name, device.Type, device.Department);
        (Lon, Lat, Region) = (device.Position.Lon, device.Position.Lat, device.Region);
        (IsIllustrative, IsDisabled) = (device.IsIllustrative, device.IsDisabled);
        var card = device.Card;
        (Responsible, Phone, Address) = (card.Responsible, card.Phone, card.Address);
        (NationalId, PlayUrl, Photo) = (card.NationalId, card.PlayUrl, card.Photo);
        (Power, BatteryMetric, Height) = (card.Power, card.BatteryMetric, card.Height);
        InstalledOn = card.InstalledOn?.ToString(Day, CultureInfo.InvariantCulture);
    }

    private DeviceCard ToCard()
    {
        var card = new DeviceCard
        {
            Responsible = Responsible,
            Phone = Phone,
            Address = Address,
            NationalId = NationalId,
            PlayUrl = PlayUrl,
            Power = Power,
            BatteryMetric = BatteryMetric,
            InstalledOn = InstalledOn is null ? null : DateOnly.ParseExact(InstalledOn, Day, CultureInfo.InvariantCulture),
            Height = Height,
            Photo = Photo,
        };
        // One for all that have none: a quarter of a million devices are in memory.
        return card == DeviceCard.Empty ? DeviceCard.Empty : card;
    }
}

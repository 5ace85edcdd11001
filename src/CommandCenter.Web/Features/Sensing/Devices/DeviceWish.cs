using System.Text.Json;
using System.Text.Json.Serialization;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Web.Features.Sensing.Devices;

/// <summary>A device as somebody wants it: a line of a registration, a row of a file, or what is to change. See
/// <see cref="DeviceCardDraft"/> for the fields of its card.</summary>
/// <param name="Lon">Degrees, CGCS2000.</param>
/// <param name="Row">The version that was changed; null: whatever it is.</param>
internal sealed record DeviceWish(
    string? Device = null, string? Name = null, string? Type = null, string? Department = null, double? Lon = null, double? Lat = null, bool? Illustrative = null,
    string? Responsible = null, string? Phone = null, string? Address = null, string? NationalId = null, string? PlayUrl = null,
    string? Power = null, string? BatteryMetric = null, string? InstalledOn = null,
    [property: JsonConverter(typeof(DeviceWish.NumberOrText))] string? Height = null, int? Row = null)
{
    private static readonly DeviceFault BadNumber = new("invalid_device", "device 应为 1 至 64 个英文字母、数字或 - _ . :");
    private static readonly DeviceFault Taken = new("device_taken", "该编号属于管辖范围以外的设备");
    private static readonly DeviceFault NoWords = new("missing_field", "name、type、department 不能为空或含控制字符，长度不超过 100、40、40 个字符");
    private static readonly DeviceFault NoPosition = new("invalid_position", "lon、lat 应为有限的数，单位为度");

    private DeviceCardDraft Card => new(Responsible, Phone, Address, NationalId, PlayUrl, Power, BatteryMetric, InstalledOn, Height);

    /// <summary>True for a text that may be the number of a device.</summary>
    public static bool IsNumber(string? text) => DeviceNumber.IsValid(text);

    /// <summary>The registration, or why it is refused.</summary>
    public (DeviceEntry? Entry, DeviceFault? Fault) Check(RegionAtlas atlas, DeviceRegister register, IngestReach reach)
    {
        if (!IsNumber(Device)) return (null, BadNumber);
        if (register.Find(Device!) is { } known && !reach.Covers(known)) return (null, Taken);
        if (!IsText(Name, 100) || !IsText(Type, 40) || !IsText(Department, 40)) return (null, NoWords);
        var (place, fault) = Place(atlas, reach.Scope, Lon, Lat);
        if (fault is not null) return (null, fault);
        if (Card.Over(DeviceCard.Empty).Fault is { } wrong) return (null, wrong);
        var device = new Device(Device!, Name!, Type!, Department!, place.At, place.Region, Illustrative ?? false);
        return reach.Covers(device) ? (new(device, Card), null) : (null, new("outside_fleet", "设备的编号、类型或部门不在此令牌的范围内"));
    }

    /// <summary>The device after a change of what is named here, or why it is refused.</summary>
    public (Device? Device, DeviceFault? Fault) Over(Device before, RegionAtlas atlas, RegionScope scope)
    {
        var after = before with
        {
            Name = Name?.Trim() ?? before.Name,
            Type = Type?.Trim() ?? before.Type,
            Department = Department?.Trim() ?? before.Department,
            IsIllustrative = Illustrative ?? before.IsIllustrative,
        };
        if (!IsText(after.Name, 100) || !IsText(after.Type, 40) || !IsText(after.Department, 40)) return (null, NoWords);
        if (Lon is not null || Lat is not null)
        {
            var (place, fault) = Place(atlas, scope, Lon ?? before.Position.Lon, Lat ?? before.Position.Lat);
            if (fault is not null) return (null, fault);
            after = after with { Position = place.At, Region = place.Region };
        }

        var (card, wrong) = Card.Over(before.Card);
        return card is null ? (null, wrong) : (after with { Card = card }, null);
    }

    private static ((LonLat At, RegionCode Region) Place, DeviceFault? Fault) Place(RegionAtlas atlas, RegionScope scope, double? east, double? north)
    {
        if (east is not { } lon || north is not { } lat || !double.IsFinite(lon) || !double.IsFinite(lat)) return (default, NoPosition);
        var at = new LonLat(lon, lat);
        var region = atlas.Locator.Locate(at).Deepest;
        return region.IsRegion && scope.Covers(region) ? ((at, region), null) : (default, new("outside_regions", Hint(atlas, at)));
    }

    private static string Hint(RegionAtlas atlas, LonLat at)
    {
        if (Math.Abs(at.Lon) > 360 || Math.Abs(at.Lat) > 360) return "坐标疑似为投影坐标（米），应为度";
        return atlas.Locator.Locate(new(at.Lat, at.Lon)).Deepest.IsRegion ? "疑似经纬度颠倒" : "位置不在管辖范围内的任何区划里";
    }

    private static bool IsText(string? text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest && !text.Any(char.IsControl);

    /// <summary>A height as a number or as a text.</summary>
    private sealed class NumberOrText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            _ => throw new JsonException("A height is a number."),
        };

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}

using System.Text.RegularExpressions;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>One line of a registration as it was sent.</summary>
internal sealed partial record DeviceLine(
    string? Device, string? Name, string? Type, string? Department, double? Lon, double? Lat, bool Illustrative)
{
    /// <summary>The device, or why the line is refused.</summary>
    public (Device? Device, string Code, string Message) Check(RegionAtlas atlas, DeviceRegister register, RegionScope scope)
    {
        if (Device is null || !Number().IsMatch(Device))
            return (null, "invalid_device", "device 应为 1 至 64 个英文字母、数字或 - _ . :");
        if (register.Find(Device) is { } known && !scope.Covers(known.Region))
            return (null, "device_taken", "该编号属于管辖范围以外的设备");
        if (!IsText(Name, 100) || !IsText(Type, 40) || !IsText(Department, 40))
            return (null, "missing_field", "name、type、department 不能为空或含控制字符，长度不超过 100、40、40 个字符");
        if (Lon is not { } lon || Lat is not { } lat || !double.IsFinite(lon) || !double.IsFinite(lat))
            return (null, "invalid_position", "lon、lat 应为有限的数，单位为度");

        var at = new LonLat(lon, lat);
        var region = atlas.Locator.Locate(at).Deepest;
        if (region.IsRegion && scope.Covers(region))
            return (new(Device, Name!, Type!, Department!, at, region, Illustrative), "", "");
        return (null, "outside_regions", Hint(atlas, at));
    }

    private static string Hint(RegionAtlas atlas, LonLat at)
    {
        if (Math.Abs(at.Lon) > 360 || Math.Abs(at.Lat) > 360) return "坐标疑似为投影坐标（米），应为度";
        return atlas.Locator.Locate(new(at.Lat, at.Lon)).Deepest.IsRegion ? "疑似经纬度颠倒" : "位置不在管辖范围内的任何区划里";
    }

    private static bool IsText(string? text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest && !text.Any(char.IsControl);

    [GeneratedRegex(@"\A[A-Za-z0-9_.:-]{1,64}\z")]
    private static partial Regex Number();
}

using System.Globalization;
using System.Net;
using CommandCenter.Domain.Access;

namespace CommandCenter.Domain.Sensing;

/// <summary>Fields of a card as people and systems write them. What is null stays as it is, an empty text takes the field off.
/// <see cref="Power"/> is 市电 电池 太阳能 or its English word, <see cref="InstalledOn"/> 2026-11-29, <see cref="Height"/> metres.</summary>
public sealed record DeviceCardDraft(
    string? Responsible = null,
    string? Phone = null,
    string? Address = null,
    string? NationalId = null,
    string? PlayUrl = null,
    string? Power = null,
    string? BatteryMetric = null,
    string? InstalledOn = null,
    string? Height = null)
{
    private const int LongestUrl = 500;
    private const string CameraTypeCode = "132";

    /// <summary>The card after the draft; or which field cannot be taken, and why.</summary>
    /// <param name="before">The card as it was.</param>
    public (DeviceCard? Card, DeviceFault? Fault) Over(DeviceCard before)
    {
        DeviceFault? fault = null;
        T? Field<T>(string? text, T? kept, Func<string, T?> read, string code, string message)
        {
            if (text is null) return kept;
            if (string.IsNullOrWhiteSpace(text)) return default;
            var value = read(text.Trim());
            if (value is null) fault ??= new(code, message);
            return value;
        }

        var card = before with
        {
            Responsible = Field(Responsible, before.Responsible, text => Line(text, 40), "invalid_responsible", "责任人为 1 至 40 个字符，不含控制字符"),
            Phone = Field(Phone, before.Phone, PhoneNumbers.Read, "invalid_phone", "联系电话应为 11 位手机号，或带区号的固定电话，例如 0750-3123456"),
            Address = Field(Address, before.Address, text => Line(text, 200), "invalid_address", "安装地址为 1 至 200 个字符，不含控制字符"),
            NationalId = Field(NationalId, before.NationalId, ReadNationalId, "invalid_national_id", "国标编号（GB/T 28181）应为 20 位数字"),
            PlayUrl = Field(PlayUrl, before.PlayUrl, ReadUrl, "invalid_play_url", "播放地址应为 http 或 https 地址，不含账号密码，不指向本机或链路本地地址"),
            Power = Field<PowerSource?>(Power, before.Power, text => DeviceWords.Power(text), "invalid_power", "供电方式应为 市电、电池 或 太阳能"),
            BatteryMetric = Field(BatteryMetric, before.BatteryMetric, ReadKey, "invalid_battery_metric", "电量指标应为 1 至 64 个小写英文字母、数字或下划线"),
            InstalledOn = Field<DateOnly?>(InstalledOn, before.InstalledOn, ReadDay, "invalid_installed_on", "安装日期应为 2026-11-29 这样的日期，1950 年至 2099 年"),
            Height = Field<double?>(Height, before.Height, ReadHeight, "invalid_height", "安装高度应为 -100 至 1000 之间的数，单位为米"),
        };
        return fault is null ? (card, null) : (null, fault);
    }

    /// <summary>What is allowed but looks wrong: the number of a camera whose type code is not 132.</summary>
    public static DeviceFault? Warning(Device device) =>
        device.Card is { NationalId: { } id, PlayUrl: not null } && id.Substring(10, 3) != CameraTypeCode
            ? new("national_id_not_a_camera", $"国标编号第 11 至 13 位为 {id.Substring(10, 3)}，摄像机应为 {CameraTypeCode}，请核对")
            : null;

    private static string? Line(string text, int longest) => text.Length <= longest && !text.Any(char.IsControl) ? text : null;

    private static string? ReadNationalId(string text) => text.Length == 20 && text.All(char.IsAsciiDigit) ? text : null;

    private static string? ReadKey(string text) =>
        text.Length <= 64 && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_') ? text : null;

    private static string? ReadUrl(string text) =>
        text.Length <= LongestUrl && !text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter))
        && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
        && url.Host.Length > 0 && !url.IsLoopback && !IsLinkLocal(url)
            ? text
            : null;

    private static bool IsLinkLocal(Uri url) =>
        IPAddress.TryParse(url.IdnHost, out var address)
        && (address.IsIPv6LinkLocal || IPAddress.IsLoopback(address) || address.MapToIPv4().GetAddressBytes() is [169, 254, ..] or [0, ..]);

    private static DateOnly? ReadDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1950 and <= 2099 ? day : null;

    private static double? ReadHeight(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var metres)
        && metres is >= -100 and <= 1000
            ? metres
            : null;
}

/// <summary>What is wrong with a device: a stable code and a Chinese sentence.</summary>
public sealed record DeviceFault(string Code, string Message);

using System.Globalization;
using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Layers;

/// <summary>Reads the values of lead attributes from text; what cannot be read is as if it were not there.</summary>
public static class LeadValues
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy/M/d", "yyyy/M/d H:mm", "yyyy/M/d H:mm:ss"];

    /// <summary>0–4, 蓝 黄 橙 红 (also 红色), blue yellow orange red.</summary>
    public static WarningColor Severity(string text) => text.Trim().TrimEnd('色').ToLowerInvariant() switch
    {
        "1" or "蓝" or "blue" => WarningColor.Blue,
        "2" or "黄" or "yellow" => WarningColor.Yellow,
        "3" or "橙" or "orange" => WarningColor.Orange,
        "4" or "红" or "red" => WarningColor.Red,
        _ => WarningColor.None,
    };

    /// <summary>A date or an instant of ISO 8601, Beijing time where none is said, or Unix milliseconds; null when it is none of them.</summary>
    public static DateTimeOffset? Instant(string text)
    {
        text = text.Trim();
        if (DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return new DateTimeOffset(local, Beijing).ToUniversalTime();
        if (text.Length is >= 12 and <= 14 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return text.Length >= 20 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant.ToUniversalTime() : null;
    }

    /// <summary>As <see cref="Instant"/>, of a date the last millisecond of the day.</summary>
    public static DateTimeOffset? LastInstant(string text) =>
        Instant(text) is not { } instant ? null : text.Contains(':') || !text.AsSpan().ContainsAny('-', '/') ? instant : instant.AddDays(1).AddMilliseconds(-1);

    /// <summary>A finite number of metres, 0 … 1,000; 0 when it is none.</summary>
    public static double Metres(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var metres) && metres is > 0 and <= 1_000 ? metres : 0;
}

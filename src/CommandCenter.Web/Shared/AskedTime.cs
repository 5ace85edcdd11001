using System.Globalization;

namespace CommandCenter.Web.Shared;

/// <summary>A time in an address: ISO 8601 (Beijing where no offset stands), or milliseconds since 1970.</summary>
internal static class AskedTime
{
    public const string Form = "时间应写成 2026-11-24、2026-11-24T08:00（北京时间；也可带时区），或 1970 年以来的毫秒数。";

    private static readonly string[] Local = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];
    private static readonly long Last = new DateTimeOffset(2105, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(); // a DateTime of ClickHouse ends in 2106

    /// <summary>False when it is none, or outside 1970 … 2104.</summary>
    public static bool TryRead(string? text, out DateTimeOffset time)
    {
        time = default;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && text!.Length > 8)
        {
            if (milliseconds >= Last) return false;
            time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
            return true;
        }

        if (DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            if (local.Year is < 1971 or > 2104) return false;
            time = new(local, TimeSpan.FromHours(8));
            return true;
        }

        return DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
            && time.Year is >= 1971 and <= 2104;
    }
}

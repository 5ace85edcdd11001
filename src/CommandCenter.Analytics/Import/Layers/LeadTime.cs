using System.Globalization;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Reads the time of an object: an ISO 8601 instant or date, or Unix milliseconds. Where no zone is said it is Beijing time.</summary>
internal static class LeadTime
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    private static readonly string[] Local =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy/M/d", "yyyy-M-d", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm", "yyyy/MM/dd HH:mm", "yyyy/M/d H:mm", "yyyy/M/d H:mm:ss",
        "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy/MM/dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy/MM/dd HH:mm:ss.FFFFFFF",
    ];

    private static readonly string[] Zoned =
    [
        "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy/MM/dd HH:mm:sszz", "yyyy/MM/dd HH:mm:ssK", "yyyy/MM/dd HH:mm:ss.FFFFFFFzz", "yyyy-MM-dd HH:mm:sszz",
    ];

    /// <summary>Years 1900–2200: what is outside is no time of an object but a mistake.</summary>
    public static bool TryRead(string text, out DateTimeOffset at)
    {
        at = default;
        if (text.Length is < 8 or > 40 || !char.IsAsciiDigit(text[0])) return false;
        if (DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) at = new(local, Beijing);
        else if (!DateTimeOffset.TryParseExact(text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.None, out at)) return false;
        return at.Year is >= 1900 and <= 2200;
    }

    /// <summary>Unix milliseconds; seconds are refused by their year, 1970.</summary>
    public static bool TryRead(long milliseconds, out DateTimeOffset at)
    {
        at = default;
        if (milliseconds is < 100_000_000_000 or > 7_258_118_400_000) return false;
        at = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return true;
    }
}

using System.Globalization;

namespace CommandCenter.Web.Features.Access;

/// <summary>Instants as the pages of accounts write them, in Beijing time.</summary>
internal static class AccountTexts
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    public static string Day(DateTimeOffset instant) => instant.ToOffset(Beijing).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Minute(DateTimeOffset instant) => instant.ToOffset(Beijing).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The first instant after that day in Beijing.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => new(day.AddDays(1), TimeOnly.MinValue, Beijing);
}

using System.Globalization;

namespace CommandCenter.Web.Shared;

/// <summary>How numbers are written on every screen.</summary>
public static class FigureText
{
    /// <summary>Grouped thousands with the decimals the source gave: 4,022.25; 5.5; 1,441. A minus is a real minus.</summary>
    public static string Of(decimal value) =>
        value.ToString($"#,##0.{new string('0', Math.Min((int)value.Scale, 4))}", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>The same of a measured value, rounded to <paramref name="decimals"/>.</summary>
    public static string Of(double value, int decimals) =>
        value.ToString($"N{decimals}", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>An age in one unit: 3 秒前, 5 分钟前, 2 小时前, 4 天前; 刚刚 below a second.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 1 } => "刚刚",
        { TotalMinutes: < 1 } => $"{(int)age.TotalSeconds} 秒前",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes} 分钟前",
        { TotalDays: < 1 } => $"{(int)age.TotalHours} 小时前",
        _ => $"{(int)age.TotalDays} 天前",
    };
}

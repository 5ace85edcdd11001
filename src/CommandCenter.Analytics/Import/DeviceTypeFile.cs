using System.Text.RegularExpressions;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Import;

/// <summary>Reads a catalogue of device types, a row for each metric of a type:
/// <c>type,group,offline_minutes,report_minutes,keep_days,required,remark,metric,min,max,step_per_minute,unchanged_minutes</c>.
/// What holds of the whole type stands in its first row; a type that sends nothing has one row without a metric.</summary>
public static partial class DeviceTypeFile
{
    private static readonly string[] OfTheType = ["group", "offline_minutes", "report_minutes", "keep_days", "required", "remark"];
    private const double MostMinutes = 30 * 24 * 60;
    private const double MostDays = 36_500;

    /// <param name="path">The file.</param>
    /// <param name="metrics">Keys of the metrics that the city has.</param>
    /// <exception cref="ImportException">The file cannot be read, or a row is wrong; the message names its line.</exception>
    public static IReadOnlyList<DeviceType> Read(string path, IReadOnlySet<string> metrics)
    {
        var types = new Dictionary<string, DeviceType>();
        foreach (var row in CsvFile.Rows(path, "type", "group", "offline_minutes", "report_minutes", "keep_days", "metric"))
        {
            var name = row.Required("type");
            if (!types.TryGetValue(name, out var type)) type = First(row, name);
            else if (OfTheType.FirstOrDefault(column => row[column].Length > 0) is { } column)
                throw row.Refused($"“{column}”只写在“{name}”的第一行");
            else if (row["metric"].Length == 0) throw row.Refused($"类型“{name}”重复");
            if (row["metric"].Length > 0) type = type with { Metrics = [.. type.Metrics, Metric(row, type, metrics)] };
            types[name] = type;
        }

        return [.. types.Values];
    }

    private static DeviceType First(CsvRow row, string name)
    {
        if (name.Length > 40 || name.Any(char.IsControl)) throw row.Refused("“type”为 1 至 40 个字符");
        var group = row.Required("group");
        if (group.Length > 40) throw row.Refused("“group”为 1 至 40 个字符");
        var (offline, report, days) = (Within(row, "offline_minutes", MostMinutes), Within(row, "report_minutes", MostMinutes), Within(row, "keep_days", MostDays));
        if (report > offline) throw row.Refused("“report_minutes”不应大于“offline_minutes”");
        if (days != Math.Floor(days)) throw row.Refused("“keep_days”应为整数");
        var required = row["required"].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (required.FirstOrDefault(key => DeviceField.Find(key) is null) is { } unknown)
            throw row.Refused($"“required”中的“{unknown}”不是设备字段，可用：{string.Join(' ', DeviceField.All.Select(field => field.Key))}");
        return new(name, group, TimeSpan.FromMinutes(offline), TimeSpan.FromMinutes(report), TimeSpan.FromDays(days), [], required, row["remark"]);
    }

    private static TypeMetric Metric(CsvRow row, DeviceType type, IReadOnlySet<string> metrics)
    {
        var key = row["metric"];
        if (!Key().IsMatch(key)) throw row.Refused("“metric”应为 1 至 64 个小写英文字母、数字或下划线");
        if (!metrics.Contains(key)) throw row.Refused($"感知指标中没有“{key}”，请先导入感知指标");
        if (type.Metrics.Any(metric => metric.Key == key)) throw row.Refused($"类型“{type.Name}”的指标“{key}”重复");
        double? minimum = Optional(row, "min"), maximum = Optional(row, "max");
        if (minimum >= maximum) throw row.Refused("“min”应小于“max”");
        var step = Positive(row, "step_per_minute");
        return new(key, minimum, maximum, step, row["unchanged_minutes"].Length == 0 ? null : TimeSpan.FromMinutes(Within(row, "unchanged_minutes", LongestUnchanged)));
    }

    /// <summary>Minutes: thirty days. What a start looks back for is bounded by it.</summary>
    private const int LongestUnchanged = 43_200;

    private static double Within(CsvRow row, string column, double most) =>
        row.Number(column) is > 0 and var number && number <= most ? number : throw row.Refused($"“{column}”应大于 0，不超过 {most}");

    private static double? Optional(CsvRow row, string column) => row[column].Length == 0 ? null : row.Number(column);

    private static double? Positive(CsvRow row, string column) =>
        Optional(row, column) is { } number ? number is > 0 and <= 1e9 ? number : throw row.Refused($"“{column}”应大于 0") : null;

    [GeneratedRegex(@"\A[a-z0-9_]{1,64}\z")]
    private static partial Regex Key();
}

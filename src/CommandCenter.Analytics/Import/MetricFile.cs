using System.Text.RegularExpressions;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Status;

namespace CommandCenter.Analytics.Import;

/// <summary>Reads a catalogue of metrics: <c>metric,name,unit,min,max,blue,yellow,orange,red</c>, thresholds may be empty.</summary>
public static partial class MetricFile
{
    private static readonly (string Column, WarningColor Color)[] Thresholds =
        [("blue", WarningColor.Blue), ("yellow", WarningColor.Yellow), ("orange", WarningColor.Orange), ("red", WarningColor.Red)];

    /// <exception cref="ImportException">The file cannot be read, or a row is wrong; the message names its line.</exception>
    public static IReadOnlyList<Metric> Read(string path)
    {
        var metrics = new Dictionary<string, Metric>();
        foreach (var row in CsvFile.Rows(path, "metric", "name", "unit", "min", "max"))
        {
            var metric = Metric(row);
            if (!metrics.TryAdd(metric.Key, metric)) throw row.Refused($"指标“{metric.Key}”重复");
        }
        return [.. metrics.Values];
    }

    private static Metric Metric(CsvRow row)
    {
        var key = row.Required("metric");
        if (!Key().IsMatch(key)) throw row.Refused("“metric”应为 1 至 64 个小写英文字母、数字或下划线");
        double minimum = row.Number("min"), maximum = row.Number("max");
        if (minimum >= maximum) throw row.Refused("“min”应小于“max”");

        var thresholds = new List<Threshold>();
        foreach (var (column, color) in Thresholds)
        {
            if (row[column].Length == 0) continue;
            var limit = row.Number(column);
            if (limit < minimum || limit > maximum) throw row.Refused($"“{column}”应在“min”与“max”之间");
            if (thresholds is [.., var milder] && limit <= milder.AtOrAbove) throw row.Refused("阈值应按蓝、黄、橙、红递增");
            thresholds.Add(new(color, limit));
        }
        return new(key, row.Required("name"), row.Required("unit"), minimum, maximum, thresholds);
    }

    [GeneratedRegex(@"\A[a-z0-9_]{1,64}\z")]
    private static partial Regex Key();
}

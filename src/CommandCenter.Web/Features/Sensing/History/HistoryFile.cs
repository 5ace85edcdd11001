using System.Globalization;
using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Web.Features.Sensing.History;

/// <summary>A row of a history that cannot be taken.</summary>
/// <param name="Line">Of the file, from 1.</param>
internal sealed record HistoryFault(long Line, string Code, string Reason);

/// <summary>Past readings as a CSV file: <c>device,metric,ts,value</c> and, where the sender has them, <c>id</c>. A time is
/// milliseconds since 1970 or ISO 8601 with its offset; text is UTF-8 or GB18030.</summary>
internal sealed class HistoryFile
{
    public const int MostRows = 1_000_000;
    public const long MostBytes = 64 * 1024 * 1024;
    private const int FaultsTold = 200;
    private const int LongestId = 128;

    private readonly List<HistoryFault> _faults = [];

    /// <summary>Good ones, in the order of the file.</summary>
    public List<Reading> Readings { get; } = [];

    /// <summary>The first rows that cannot be taken.</summary>
    public IReadOnlyList<HistoryFault> Faults => _faults;

    public int FaultCount { get; private set; }

    /// <summary>Reads the whole file; what makes it unreadable is a fault.</summary>
    /// <param name="path">The file.</param>
    /// <param name="oldest">The oldest time that a type of device keeps.</param>
    public static HistoryFile Read(string path, DeviceRegister register, IngestReach reach, Func<DeviceType, ReadingCheck> check)
    {
        var history = new HistoryFile();
        var checks = new Dictionary<string, ReadingCheck>();
        try
        {
            foreach (var row in CsvFile.Rows(path, "device", "metric", "ts", "value"))
            {
                if (history.Readings.Count + history.FaultCount == MostRows)
                {
                    history.Refuse(row.Line, "too_many_rows", $"一次最多上传 {MostRows} 条读数");
                    break;
                }

                history.Take(row, register, reach, type => checks.TryGetValue(type, out var known) ? known : checks[type] = check(register.TypeOf(type)));
            }
        }
        catch (ImportException refused)
        {
            history.Refuse(0, "unreadable_file", refused.Place.Length > 0 ? $"{refused.Place}：{refused.Reason}" : refused.Reason);
        }

        if (history.Readings.Count + history.FaultCount == 0) history.Refuse(0, "empty_file", "文件中没有读数");
        return history;
    }

    private void Take(CsvRow row, DeviceRegister register, IngestReach reach, Func<string, ReadingCheck> check)
    {
        if (register.Find(row["device"]) is not { } device || !reach.Covers(device)) Refuse(row.Line, "unknown_device", "设备未登记");
        else if (register.Metric(row["metric"]) is not { } metric) Refuse(row.Line, "unknown_metric", "指标未登记");
        else if (!double.TryParse(row["value"], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            Refuse(row.Line, "value_not_a_number", "value 应为有限的数");
        else if (Time(row["ts"]) is not { } ts)
            Refuse(row.Line, "ts_without_offset", "ts 应为 1970 年以来的毫秒数，或带时区的 ISO 8601 时间，例如 2026-11-29T08:30:00+08:00");
        else if (row["id"] is { Length: > LongestId }) Refuse(row.Line, "invalid_id", $"id 应为 1 至 {LongestId} 个字符的文本");
        else if (check(device.Type).Fault(device, metric, ts, value) is { } fault) Refuse(row.Line, fault.Code, fault.Message);
        else Readings.Add(new(device, metric, ts, value, row["id"] is { Length: > 0 } id ? id : null));
    }

    private void Refuse(long line, string code, string reason)
    {
        FaultCount++;
        if (_faults.Count < FaultsTold) _faults.Add(new(line, code, reason));
    }

    private static long? Time(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ts)) return ts;
        // Without its offset a time means another moment on another machine.
        var hasOffset = text.Length > 10 && (text[^1] is 'Z' or 'z' || text.LastIndexOfAny(['+', '-']) > 10);
        return hasOffset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at.ToUnixTimeMilliseconds() : null;
    }
}

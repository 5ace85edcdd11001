using System.Text.Json;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Ingest;

/// <summary>
/// Reads lines <c>{"device","metric","ts":ms,"value","id"?}</c> and sorts them into readings and refusals. One per request;
/// not safe for two threads. Unknown members of a line are ignored.
/// </summary>
public sealed class TelemetryParser(DeviceRegister register, IngestReach reach, TelemetryRules rules, DateTimeOffset now)
{
    /// <summary>The end of the year 9999: what is later is no time at all.</summary>
    private const long LastMoment = 253_402_300_799_999;

    private readonly ReadingCheck _check = new(register, (now - rules.Latest).ToUnixTimeMilliseconds(), (now + rules.Ahead).ToUnixTimeMilliseconds());
    private readonly Dictionary<string, UnknownDevice> _unknown = [];
    private int _line;

    public List<Reading> Accepted { get; } = [];

    /// <summary>The refused lines, at most <see cref="TelemetryRules.ListedRejections"/> of them.</summary>
    public List<Rejection> Rejected { get; } = [];

    /// <summary>How many lines were refused, listed or not.</summary>
    public int RejectedCount { get; private set; }

    /// <summary>Refused for nothing but a time to come, at most <see cref="TelemetryRules.ListedRejections"/>: worth being put aside.</summary>
    public List<Reading> Ahead { get; } = [];

    /// <summary>What came for devices that nobody registered, at most <see cref="TelemetryRules.ListedRejections"/> of them.</summary>
    public IReadOnlyCollection<UnknownDevice> Unknown => _unknown.Values;

    /// <summary>Takes one line without its line end. Blank lines count as lines and are passed over.</summary>
    public void Line(ReadOnlySpan<byte> line)
    {
        _line++;
        if (line.Length > rules.LineBytes) { Refuse("line_too_long", $"一行不得超过 {rules.LineBytes} 字节"); return; }
        if (_line == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
        if (line.TrimEnd((byte)'\r').Trim((byte)' ').IsEmpty) return;
        try
        {
            Read(line);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            Refuse("invalid_json", "这一行不是合法的 JSON 对象");
        }
    }

    /// <summary>Takes a line that was cut off because it grew beyond every limit.</summary>
    public void LineTooLong()
    {
        _line++;
        Refuse("line_too_long", $"一行不得超过 {rules.LineBytes} 字节");
    }

    private void Read(ReadOnlySpan<byte> line)
    {
        Device? device = null;
        Metric? metric = null;
        bool hasDevice = false, hasMetric = false, hasTs = false, hasValue = false;
        long ts = 0;
        double value = 0;
        string? id = null, stranger = null, measured = null;
        (string Code, string Message)? wrong = null;

        var json = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 8 });
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("device"u8))
            {
                json.Read();
                hasDevice = json.TokenType == JsonTokenType.String;
                device = hasDevice ? Lookup(ref json, register.Find, register.Find) : null;
                if (hasDevice && device is null && !json.ValueIsEscaped) stranger = json.GetString();
            }
            else if (json.ValueTextEquals("metric"u8))
            {
                json.Read();
                hasMetric = json.TokenType == JsonTokenType.String;
                metric = hasMetric ? Lookup(ref json, register.Metric, register.Metric) : null;
                if (stranger is not null && hasMetric && !json.ValueIsEscaped) measured = json.GetString();
            }
            else if (json.ValueTextEquals("ts"u8))
            {
                json.Read();
                hasTs = true;
                if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out ts))
                    wrong ??= ("ts_not_milliseconds", "ts 应为 1970 年以来的毫秒数（整数）");
            }
            else if (json.ValueTextEquals("value"u8))
            {
                json.Read();
                hasValue = true;
                // 1e999 parses to Infinity without a word; a string, an object or null is no number.
                if (json.TokenType != JsonTokenType.Number || !json.TryGetDouble(out value) || !double.IsFinite(value))
                    wrong ??= ("value_not_a_number", "value 应为有限的数");
            }
            else if (json.ValueTextEquals("id"u8))
            {
                json.Read();
                if (json.TokenType == JsonTokenType.Null) continue;
                if (json.TokenType != JsonTokenType.String || (id = json.GetString())!.Length is 0 || id.Length > rules.IdLength)
                    wrong ??= ("invalid_id", $"id 应为 1 至 {rules.IdLength} 个字符的文本");
            }
            else
            {
                json.Read();
            }
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) json.Skip();
        }
        if (json.TokenType != JsonTokenType.EndObject || json.Read()) throw new JsonException();

        if (!hasDevice || !hasMetric || !hasTs || !hasValue)
            Refuse("missing_field", "缺少 device、metric、ts 或 value");
        else if (wrong is { } reason) Refuse(reason.Code, reason.Message);
        else if (device is null || !reach.Covers(device))
        {
            if (stranger is not null && DeviceNumber.IsValid(stranger)) Note(stranger, measured);
            Refuse("unknown_device", "设备未登记");
        }
        else if (metric is null) Refuse("unknown_metric", "指标未登记");
        else Judge(new(device, metric, ts, value, id));
    }

    private void Judge(Reading reading)
    {
        if (_check.Fault(reading.Device, reading.Metric, reading.Ts, reading.Value) is not { } fault)
        {
            Accepted.Add(reading);
            return;
        }

        Refuse(fault.Code, fault.Message);
        if (fault.Code == ReadingCheck.TimeCode && reading.Ts > _check.Newest && reading.Ts <= LastMoment && Ahead.Count < rules.ListedRejections) Ahead.Add(reading);
    }

    private void Note(string device, string? metric)
    {
        if (!_unknown.TryGetValue(device, out var known))
        {
            if (_unknown.Count == rules.ListedRejections) return;
            _unknown[device] = known = new(device);
        }

        known.Add(metric);
    }

    private delegate T? Utf8Lookup<T>(ReadOnlySpan<byte> key);

    private static T? Lookup<T>(ref Utf8JsonReader json, Utf8Lookup<T> byBytes, Func<string, T?> byText) where T : class =>
        json.ValueIsEscaped ? byText(json.GetString()!) : byBytes(json.ValueSpan);

    private void Refuse(string code, string message)
    {
        RejectedCount++;
        if (Rejected.Count < rules.ListedRejections) Rejected.Add(new(_line, code, message));
    }
}

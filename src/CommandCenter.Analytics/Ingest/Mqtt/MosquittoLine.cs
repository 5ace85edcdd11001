using System.Globalization;
using System.Text.Json;

namespace CommandCenter.Analytics.Ingest.Mqtt;

/// <summary>A message as <c>mosquitto_sub</c> prints it.</summary>
/// <param name="Came">When it came; null where the format does not tell.</param>
public readonly record struct MosquittoLine(string Topic, string Payload, DateTimeOffset? Came)
{
    /// <summary>Reads a line of <c>-F '%j'</c> (JSON, the safest: any payload, with its time), of <c>-F '%U\t%t\t%p'</c> (seconds, topic and
    /// payload with tabs between) or of <c>-v</c> (topic, a blank, payload). Null for a line that is none of them.</summary>
    public static MosquittoLine? Read(string line)
    {
        if (line.StartsWith('{')) return ReadJson(line);
        var cells = line.Split('\t', 3);
        if (cells.Length == 3 && Moment(cells[0]) is { } came) return new(cells[1], cells[2], came);
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 ? new(line[..blank], line[(blank + 1)..], null) : null;
    }

    private static MosquittoLine? ReadJson(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var message = json.RootElement;
            if (!message.TryGetProperty("topic", out var topic) || topic.ValueKind != JsonValueKind.String || !message.TryGetProperty("payload", out var payload)) return null;
            DateTimeOffset? came = !message.TryGetProperty("tst", out var at) ? null : at.ValueKind == JsonValueKind.String ? Iso(at.GetString()!) : Moment(at.GetRawText());
            return new(topic.GetString()!, payload.ValueKind == JsonValueKind.String ? payload.GetString()! : payload.GetRawText(), came);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DateTimeOffset? Moment(string seconds) =>
        double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 1e8 and < 1e11
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(number * 1000))
            : null;

    /// <summary>2026-11-29T08:30:00.123456Z+0800, as some versions write it: the offset is the truth, the Z is none.</summary>
    private static DateTimeOffset? Iso(string text) =>
        DateTimeOffset.TryParse(text.Replace("Z+", "+", StringComparison.Ordinal).Replace("Z-", "-", StringComparison.Ordinal), CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var at) ? at : null;
}

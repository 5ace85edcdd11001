using System.Text.Json;
using System.Text.RegularExpressions;
using CommandCenter.Analytics.Import;

namespace CommandCenter.Analytics.Ingest.Mqtt;

/// <summary>What becomes of the messages of an MQTT broker: a small CSV file <c>topic,device,metric,value,ts,id,scale</c>, the last five
/// may be missing. Each row that fits a topic makes a reading of the message.</summary>
public sealed partial class TopicMap(IReadOnlyList<TopicRule> rules)
{
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 16 };

    /// <exception cref="ImportException">The file cannot be read, or a row is wrong; the message names its line.</exception>
    public static TopicMap Read(string path)
    {
        var rules = new List<TopicRule>();
        foreach (var row in CsvFile.Rows(path, "topic", "metric"))
        {
            var topic = row.Required("topic");
            if (!Pattern().IsMatch(topic)) throw row.Refused("“topic”应为以“/”分隔的层级：文字、+、{device} 之类的名称，# 只能在末尾");
            var device = row["device"] is { Length: > 0 } given ? given : "{device}";
            foreach (var (column, text) in ((string, string)[])[("device", device), ("metric", row.Required("metric"))])
                if (Names().Matches(text).FirstOrDefault(name => !topic.Contains(name.Value, StringComparison.Ordinal)) is { } absent)
                    throw row.Refused($"“{column}”中的“{absent.Value}”不在“topic”里");
            foreach (var column in (string[])["value", "ts", "id"])
                if (row[column] is { Length: > 0 } field && !JsonPath().IsMatch(field))
                    throw row.Refused($"“{column}”应为空，或 $.data.level 这样的路径");
            rules.Add(new(topic, device, row.Required("metric"), row["value"], row["ts"], row["id"], row["scale"].Length == 0 ? 1 : row.Number("scale")));
        }

        return rules.Count > 0 ? new(rules) : throw new ImportException(Path.GetFileName(path), "", "文件中没有映射");
    }

    /// <summary>The readings of a message; null when no row fits its topic, none when its payload lacks what the rows ask for.</summary>
    /// <param name="came">When the message came.</param>
    public IReadOnlyList<MappedReading>? Translate(string topic, string payload, DateTimeOffset came)
    {
        var fits = false;
        JsonElement? json = null;
        var readings = new List<MappedReading>();
        foreach (var rule in rules)
        {
            if (rule.Match(topic) is not { } names) continue;
            if (!fits) json = Parse(payload);
            fits = true;
            if (rule.Read(names, payload, json, came) is { } reading) readings.Add(reading);
        }

        return fits ? readings : null;
    }

    private static JsonElement? Parse(string payload)
    {
        if (payload.AsSpan().TrimStart() is not ['{' or '[', ..]) return null;
        try
        {
            using var document = JsonDocument.Parse(payload, Shallow);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A([^/+#{}]*|\+|\{[a-z]+\})(/([^/+#{}]*|\+|\{[a-z]+\}))*(/#)?\z|\A#\z")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Names();

    [GeneratedRegex(@"\A\$(\.[^.\s]+)+\z")]
    private static partial Regex JsonPath();
}

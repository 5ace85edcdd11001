using System.Globalization;
using System.Text.Json;

namespace CommandCenter.Analytics.Ingest.Mqtt;

/// <summary>How a message of some topics becomes a reading. A field is a text in which <c>{device}</c> and <c>{metric}</c> stand for the
/// topic's level of that name, or a path <c>$.data.level</c> into a payload that is JSON.</summary>
/// <param name="Topic">Levels with <c>/</c> between: a word, <c>+</c> or <c>{name}</c> for any one level, <c>#</c> at the end for the rest.</param>
/// <param name="Device">The device's number.</param>
/// <param name="Metric">The metric's key.</param>
/// <param name="Value">Path to the value; empty: the payload is the value.</param>
/// <param name="Ts">Path to the time: milliseconds, seconds or ISO 8601 with its offset; empty: when the message came.</param>
/// <param name="Id">Path to the sender's own number for the reading; empty: it has none.</param>
/// <param name="Scale">What the value is multiplied with, to come to the metric's unit.</param>
public sealed record TopicRule(string Topic, string Device, string Metric, string Value, string Ts, string Id, double Scale)
{
    private const double FirstMilliseconds = 100_000_000_000;
    private readonly string[] _levels = Topic.Split('/');

    /// <summary>What the levels of a topic say; null when the topic is another one.</summary>
    public IReadOnlyDictionary<string, string>? Match(string topic)
    {
        var given = topic.Split('/');
        var names = new Dictionary<string, string>();
        for (var i = 0; i < _levels.Length; i++)
        {
            if (_levels[i] == "#") return names;
            if (i >= given.Length) return null;
            if (_levels[i] is ['{', .. var name, '}']) names[name] = given[i];
            else if (_levels[i] != "+" && _levels[i] != given[i]) return null;
        }

        return given.Length == _levels.Length ? names : null;
    }

    /// <summary>The reading of a message; null when the payload lacks what the rule asks for.</summary>
    /// <param name="names">Of <see cref="Match"/>.</param>
    /// <param name="payload">As it came.</param>
    /// <param name="json">The payload as JSON; null when it is none.</param>
    /// <param name="came">When the message came.</param>
    public MappedReading? Read(IReadOnlyDictionary<string, string> names, string payload, JsonElement? json, DateTimeOffset came)
    {
        if (Text(Device, names, json) is not { Length: > 0 } device || Text(Metric, names, json) is not { Length: > 0 } metric) return null;
        if ((Value.Length == 0 ? Number(payload) : At(json, Value) is { } found ? Number(found) : null) is not { } value) return null;
        var ts = Ts.Length == 0 ? came.ToUnixTimeMilliseconds() : At(json, Ts) is { } time ? Time(time) : null;
        if (ts is null) return null;
        var id = Id.Length == 0 ? null : At(json, Id) is { } own ? Plain(own) : null;
        return new(device, metric, ts.Value, value * Scale, id);
    }

    private static string? Text(string field, IReadOnlyDictionary<string, string> names, JsonElement? json)
    {
        if (field.StartsWith("$.", StringComparison.Ordinal)) return At(json, field) is { } found ? Plain(found) : null;
        foreach (var (name, level) in names) field = field.Replace($"{{{name}}}", level, StringComparison.Ordinal);
        return field;
    }

    private static JsonElement? At(JsonElement? json, string path)
    {
        if (json is not { } here) return null;
        foreach (var member in path.Split('.').Skip(1))
        {
            if (here.ValueKind == JsonValueKind.Array && int.TryParse(member, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < here.GetArrayLength()) here = here[index];
            else if (here.ValueKind != JsonValueKind.Object || !here.TryGetProperty(member, out here)) return null;
        }

        return here;
    }

    private static string? Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };

    private static double? Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => Plain(element) is { } text ? Number(text) : null,
    };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static long? Time(JsonElement element)
    {
        if (Plain(element) is not { } text) return null;
        if (Number(text) is { } number) return number is > 0 and < 1e17 ? (long)(number < FirstMilliseconds ? number * 1000 : number) : null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUnixTimeMilliseconds() : null;
    }
}

/// <summary>A reading as a message told it, not yet held against the register.</summary>
/// <param name="Ts">Milliseconds since 1970, UTC.</param>
public sealed record MappedReading(string Device, string Metric, long Ts, double Value, string? Id);

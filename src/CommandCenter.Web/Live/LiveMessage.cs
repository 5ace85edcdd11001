using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommandCenter.Web.Live;

/// <summary>One message of the feed, <c>{key, epoch, offset, asOf, data, gone?}</c>, written once and sent to every screen as it is.</summary>
/// <param name="Method"><c>snapshot</c> (all members of data) or <c>delta</c> (those that changed since the offset before; <c>gone</c>: the names of those that are no more).</param>
internal sealed record LiveMessage(string Method, LiveMessage.Json Body)
{
    public static LiveMessage Snapshot(LiveState state) =>
        new("snapshot", Write(state, data => state.Data.WriteTo(data)));

    /// <summary>The top-level members that differ from <paramref name="before"/>, none when only the as-of moved, and the names of those that are <c>gone</c>.</summary>
    public static LiveMessage Delta(LiveState before, LiveState state)
    {
        var left = before.Data.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        var changed = new List<JsonProperty>();
        foreach (var member in state.Data.EnumerateObject())
            if (!left.Remove(member.Name, out var old) || !JsonElement.DeepEquals(old, member.Value))
                changed.Add(member);
        return new("delta", Write(state, data =>
        {
            data.WriteStartObject();
            foreach (var member in changed) member.WriteTo(data);
            data.WriteEndObject();
        }, left.Keys));
    }

    private static Json Write(LiveState state, Action<Utf8JsonWriter> writeData, IReadOnlyCollection<string>? gone = null)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = LiveState.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteString("key", state.Key.ToString());
            writer.WriteString("epoch", state.Epoch);
            writer.WriteNumber("offset", state.Offset);
            writer.WriteString("asOf", state.AsOf.UtcDateTime);
            writer.WritePropertyName("data");
            writeData(writer);
            if (gone is { Count: > 0 })
            {
                writer.WriteStartArray("gone");
                foreach (var name in gone) writer.WriteStringValue(name);
                writer.WriteEndArray();
            }
            writer.WriteEndObject();
        }
        return new(buffer.WrittenMemory);
    }

    /// <summary>JSON that is already written; the hub protocol copies it through.</summary>
    [JsonConverter(typeof(Copy))]
    public sealed record Json(ReadOnlyMemory<byte> Utf8);

    private sealed class Copy : JsonConverter<Json>
    {
        public override Json Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            throw new NotSupportedException("Live messages only leave the server.");

        public override void Write(Utf8JsonWriter writer, Json value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;

namespace CommandCenter.Web.Live;

/// <summary>What the screens of one key have been told last.</summary>
/// <param name="Epoch">The server process; offsets of two processes are not comparable.</param>
/// <param name="Offset">Counts the messages of the key from 0, without a hole.</param>
/// <param name="AsOf">When the data was read.</param>
internal sealed record LiveState(LiveKey Key, string Epoch, long Offset, DateTimeOffset AsOf, JsonElement Data)
{
    /// <summary>The screens write text nodes only, so Chinese and <c>&lt;</c> need no escaping.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Encoder = Encoder };

    public static JsonElement Render(object data) => JsonSerializer.SerializeToElement(data, data.GetType(), _json);

    public bool Shows(JsonElement data) => JsonElement.DeepEquals(Data, data);
}

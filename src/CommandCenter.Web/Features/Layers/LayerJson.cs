using System.Text.Encodings.Web;
using System.Text.Json;

namespace CommandCenter.Web.Features.Layers;

/// <summary>How JSON of layers is written: Chinese as it is, for no page of HTML.</summary>
internal static class LayerJson
{
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

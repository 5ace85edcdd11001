using System.Text.Json;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Import;

/// <summary>One feature of a GeoJSON file.</summary>
/// <param name="File">Name of its file.</param>
/// <param name="Number">1-based position in the file.</param>
/// <param name="Geometry">Its geometry in degrees, valid; null where the file has null.</param>
/// <param name="Properties">Its properties, an object.</param>
public sealed record GeoJsonFeature(string File, int Number, Geometry? Geometry, JsonElement Properties)
{
    /// <summary>A text or number property as text; empty when absent or of another kind.</summary>
    public string this[string name] => Properties.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        }
        : "";

    public ImportException Refused(string reason) => ImportException.AtFeature(File, Number, reason);
}

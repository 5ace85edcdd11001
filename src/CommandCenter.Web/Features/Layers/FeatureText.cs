using System.Text.Json;
using CommandCenter.Analytics.Layers;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Web.Features.Layers;

/// <summary>Objects as GeoJSON and as rows of a table: what is personal masked, whoever asks.</summary>
internal static class FeatureText
{
    /// <summary>One Feature; its properties as they were imported, and the region it lies in.</summary>
    /// <param name="more">Writes further members.</param>
    public static void Write(Utf8JsonWriter json, Layer layer, FeatureRow row, Action? more = null)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteNumber("id", row.Id);
        json.WritePropertyName("geometry");
        GeoJsonWriter.Write(json, row.Geometry);
        json.WriteStartObject("properties");
        using (var properties = JsonDocument.Parse(row.Properties))
            foreach (var property in properties.RootElement.EnumerateObject())
            {
                if (IsPersonal(layer, property.Name)) json.WriteString(property.Name, Masked(Text(property.Value)));
                else property.WriteTo(json);
            }
        json.WriteEndObject();
        if (row.Region.IsRegion) json.WriteString("region", row.Region.ToString());
        more?.Invoke();
        json.WriteEndObject();
    }

    /// <summary>The values of an object in the order of <paramref name="columns"/>; empty where it has none.</summary>
    public static IEnumerable<string> Cells(Layer layer, FeatureRow row, IReadOnlyList<string> columns)
    {
        using var properties = JsonDocument.Parse(row.Properties);
        var cells = new string[columns.Count];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = !properties.RootElement.TryGetProperty(columns[i], out var value) ? ""
                : IsPersonal(layer, columns[i]) ? Masked(Text(value)) : Text(value);
        return cells;
    }

    /// <summary>The value of an attribute as anybody may see it.</summary>
    public static string Shown(Layer layer, string name, string text) => IsPersonal(layer, name) ? Masked(text) : text;

    private static bool IsPersonal(Layer layer, string name) => layer.Fields.Any(field => field.IsPersonal && field.Name == name);

    private static string Masked(string text) => text.Length is 15 or 18 ? Masking.IdNumber(text) : Masking.Phone(text);

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };
}

using System.Text.Json;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Import;

/// <summary>Reads a GeoJSON FeatureCollection feature by feature: only the feature at hand is in memory. UTF-8, with or
/// without BOM. Whatever is wrong surfaces as <see cref="ImportException"/> naming file and feature.</summary>
public static class GeoJsonFile
{
    private const int LargestFeature = 256 << 20;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    public static IEnumerable<GeoJsonFeature> Features(string path)
    {
        var file = Path.GetFileName(path);
        using var window = new JsonWindow(File.OpenRead(path), file);
        window.EnterFeatures(Options);
        for (var number = 1; window.NextFeature(Options, LargestFeature, number) is { } bytes; number++)
            yield return Feature(file, number, bytes);
    }

    private static GeoJsonFeature Feature(string file, int number, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Options.MaxDepth });
            var root = document.RootElement;
            if (Text(root, "type") != "Feature") throw ImportException.AtFeature(file, number, "不是 Feature");
            var properties = root.TryGetProperty("properties", out var p) && p.ValueKind is JsonValueKind.Object
                ? p.Clone()
                : throw ImportException.AtFeature(file, number, "缺少 properties");
            return new(file, number, root.TryGetProperty("geometry", out var g) ? GeoJsonGeometry.Read(g) : null, properties);
        }
        catch (GeoJsonGeometry.RefusedException refused)
        {
            throw ImportException.AtFeature(file, number, refused.Message);
        }
        catch (JsonException)
        {
            throw ImportException.AtFeature(file, number, "JSON 格式有误或嵌套过深");
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}

using System.Text.Json;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>The member "crs" of GeoJSON as of 2008, which Chinese desktop programs still write.</summary>
internal static class GeoJsonCrs
{
    /// <summary>The name, <c>urn:ogc:def:crs:EPSG::4547</c>; null without one.</summary>
    public static string? Name(ReadOnlyMemory<byte> member)
    {
        if (member.IsEmpty) return null;
        try
        {
            using var document = JsonDocument.Parse(member);
            return document.RootElement.ValueKind is JsonValueKind.Object
                && document.RootElement.TryGetProperty("properties", out var properties) && properties.ValueKind is JsonValueKind.Object
                && properties.TryGetProperty("name", out var name) && name.ValueKind is JsonValueKind.String
                ? name.GetString()
                : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

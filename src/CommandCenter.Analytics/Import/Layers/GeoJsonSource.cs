using System.Text.Json;
using System.Text;
using CommandCenter.Analytics.Spatial.Coordinates;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>A GeoJSON FeatureCollection in any of our encodings.</summary>
internal sealed class GeoJsonSource : LayerSource
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };
    private readonly string _path;

    public GeoJsonSource(string path, string encoding)
    {
        (_path, Encoding) = (path, encoding);
        using var window = Open();
        DeclaredText = GeoJsonCrs.Name(window.CrsMember);
        Declared = CoordinateSystem.TryParse(DeclaredText, out var system) ? system : null;
    }

    public override string Encoding { get; }

    public override string? DeclaredText { get; }

    public override CoordinateSystem? Declared { get; }

    public override IEnumerable<SourceBatch> Batches(CsvColumns? columns, IReadOnlyDictionary<string, AttributeType> types)
    {
        using var window = Open();
        foreach (var batch in JsonBatch.Cut(window)) yield return batch;
    }

    private JsonWindow Open()
    {
        Stream bytes = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        if (Encoding != TextEncodings.Utf8)
            bytes = System.Text.Encoding.CreateTranscodingStream(bytes, TextEncodings.Named(Encoding), new UTF8Encoding(false));
        var window = new JsonWindow(bytes, Path.GetFileName(_path));
        try
        {
            window.EnterFeatures(Options);
            return window;
        }
        catch
        {
            window.Dispose();
            throw;
        }
    }
}

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

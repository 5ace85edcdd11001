using System.Text.Encodings.Web;
using System.Text.Json;
using CommandCenter.Analytics.Layers;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Import;

/// <summary>A feature of a file that cannot be taken, and why in Chinese.</summary>
/// <param name="Number">1-based position in the file.</param>
public sealed record BadFeature(int Number, string Reason);

/// <summary>Reads the features of a GeoJSON file as objects of a layer: degrees, CGCS2000, longitude first; only the one at hand is in memory.</summary>
/// <param name="atlas">Gives each object its region by its point, or a point inside it; what lies in none gets the layer's.</param>
/// <param name="scope">Of who imports: what lies outside is not taken.</param>
public sealed class LayerGeoJson(Layer layer, RegionAtlas atlas, RegionScope scope)
{
    /// <summary>Characters of a value; a longer one is refused.</summary>
    public const int LongestValue = 4_000;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Either the object or what is wrong with it, feature by feature.</summary>
    /// <exception cref="ImportException">The file as a whole cannot be read, or ends early.</exception>
    public IEnumerable<(FeatureRow? Row, BadFeature? Bad)> Read(string path)
    {
        foreach (var (number, feature, bad) in GeoJsonFile.Each(path))
        {
            var reason = bad;
            var row = feature is null ? null : Take(feature, out reason);
            yield return row is not null ? (row, null) : (null, new(number, reason!));
        }
    }

    private FeatureRow? Take(GeoJsonFeature feature, out string? reason)
    {
        reason = null;
        if (feature.Geometry is not { IsEmpty: false } geometry) reason = "没有几何";
        else if (KindOf(geometry) != layer.Kind) reason = $"几何类型与图层不符：应为{Word(layer.Kind)}，实为{Word(KindOf(geometry))}";
        else if (Properties(feature.Properties) is not { } properties) reason = $"属性值超过 {LongestValue} 字，或含有不能保存的字符";
        else
        {
            var place = FeatureRecord.Anchor(geometry);
            var region = atlas.Locator.Locate(place).Deepest;
            if (!region.IsRegion) region = layer.Region;
            if (!scope.Covers(region)) reason = "不在您的管辖范围内";
            else return new(feature.Number, region, geometry, properties,
                Lead(layer.Lead.Class), LeadValues.Severity(Lead(layer.Lead.Severity)), Lead(layer.Lead.Label),
                LeadValues.Instant(Lead(layer.Lead.Time)), (float)LeadValues.Metres(Lead(layer.Lead.Height)));
        }
        return null;

        string Lead(string? field) => field is null ? "" : feature[field];
    }

    /// <summary>Flat: what is an object or a list becomes its JSON as text. Null when a value cannot be kept.</summary>
    private static ReadOnlyMemory<byte>? Properties(JsonElement properties)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            foreach (var property in properties.EnumerateObject())
            {
                switch (property.Value.ValueKind)
                {
                    case JsonValueKind.Number when property.Value.TryGetDouble(out var number) && double.IsFinite(number):
                    case JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null:
                        property.WriteTo(json);
                        break;
                    default:
                        if (Text(property.Value) is not { Length: <= LongestValue } text) return null;
                        json.WriteString(property.Name, text);
                        break;
                }
            }
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind is JsonValueKind.String ? value.GetString() : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair.
        }
    }

    private static GeometryKind KindOf(Geometry geometry) => geometry.Dimension switch
    {
        Dimension.Point => GeometryKind.Point,
        Dimension.Curve => GeometryKind.Line,
        _ => GeometryKind.Polygon,
    };

    private static string Word(GeometryKind kind) => kind switch { GeometryKind.Point => "点", GeometryKind.Line => "线", _ => "面" };
}

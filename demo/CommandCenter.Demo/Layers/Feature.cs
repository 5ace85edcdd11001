using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CommandCenter.Demo.Layers;

/// <summary>Objects as lines of GeoJSON.</summary>
internal static class Feature
{
    public static string Point((double Lon, double Lat) at, params (string Name, object Value)[] properties) => Of("Point", Text(at), properties);

    public static string Line(IEnumerable<(double Lon, double Lat)> at, params (string Name, object Value)[] properties) =>
        Of("LineString", $"[{string.Join(',', at.Select(Text))}]", properties);

    /// <param name="ring">Counter-clockwise; closed here.</param>
    public static string Polygon(IReadOnlyList<(double Lon, double Lat)> ring, params (string Name, object Value)[] properties) =>
        Of("Polygon", $"[[{string.Join(',', ring.Append(ring[0]).Select(Text))}]]", properties);

    private static string Of(string type, string coordinates, (string Name, object Value)[] properties)
    {
        var text = new StringBuilder($$"""{"type":"Feature","geometry":{"type":"{{type}}","coordinates":{{coordinates}}},"properties":{""");
        for (var i = 0; i < properties.Length; i++)
        {
            if (i > 0) text.Append(',');
            text.Append('"').Append(properties[i].Name).Append("\":");
            if (properties[i].Value is string word) text.Append('"').Append(JsonEncodedText.Encode(word, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value).Append('"');
            else text.Append(Convert.ToString(properties[i].Value, CultureInfo.InvariantCulture));
        }
        return text.Append("}}").ToString();
    }

    private static string Text((double Lon, double Lat) at) => string.Create(CultureInfo.InvariantCulture, $"[{at.Lon:0.######},{at.Lat:0.######}]");
}

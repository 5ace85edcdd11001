using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CommandCenter.Analytics.Tiles;

namespace CommandCenter.Analytics.Layers;

/// <summary>Writes how many members of a cluster have which class: <c>{"学校":12,"医院":3,"其他":2}</c>, the largest five and the rest.</summary>
internal static class ClassTally
{
    public const int Largest = 5;
    public const string Rest = "其他";

    /// <summary>Whether members of a class are counted under its name, not with the rest.</summary>
    public static bool IsNamed(string name) => name.Length > 0 && name != Rest;

    /// <param name="largest">Named classes, at most five; the largest first, of equals in the order of their UTF-8 bytes.</param>
    /// <param name="total">All members.</param>
    /// <returns>Empty when no member has a named class.</returns>
    public static string Write(IReadOnlyList<(string Name, long Count)> largest, long total)
    {
        if (largest.Count == 0) return "";
        var text = new StringBuilder("{");
        foreach (var (name, count) in largest)
        {
            text.Append('"').Append(JsonEncodedText.Encode(PointTile.Cut(name), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value).Append("\":")
                .Append(count.ToString(CultureInfo.InvariantCulture)).Append(',');
            total -= count;
        }
        if (total > 0) text.Append('"').Append(Rest).Append("\":").Append(total.ToString(CultureInfo.InvariantCulture)).Append(',');
        text[^1] = '}';
        return text.ToString();
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace CommandCenter.Web.Map;

/// <summary>What <c>&lt;cc-map&gt;</c> draws (wwwroot/js/map): C# says what, JavaScript only paints.</summary>
/// <param name="Region">The numbers of the framed region's codes, from inclusive to exclusive: only its devices are shown.</param>
/// <param name="Bounds">West, south, east, north of the framed region in degrees.</param>
/// <param name="Version">Version of the region tiles.</param>
/// <param name="AreaLayer">The tile layer the areas are in: <c>counties</c> or <c>towns</c>.</param>
/// <param name="Areas">The filled regions, and the neighbours in scope that only get a name.</param>
/// <param name="Selected">A region with the outline of the chosen one, or null.</param>
/// <param name="Live">The live key whose <c>tiles</c> member is the version of the device tiles; null draws no devices.</param>
/// <param name="Link">Where a click on an area leads, with <c>{code}</c> in it; null leads nowhere.</param>
/// <param name="Moves">The viewer may pan and zoom.</param>
/// <param name="Leaders">Cramped labels stand outside with a leader line; otherwise they are left out.</param>
/// <param name="Padding">Top, right, bottom, left in units.</param>
internal sealed record MapScene(
    long[] Region,
    double[] Bounds,
    string Version,
    string AreaLayer,
    IReadOnlyList<MapArea> Areas,
    string? Selected,
    string? Live,
    string? Link,
    bool Moves,
    bool Leaders,
    double[] Padding)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public string ToJson() => JsonSerializer.Serialize(this, _json);
}

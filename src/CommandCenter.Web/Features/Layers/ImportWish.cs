using CommandCenter.Analytics.Import.Layers;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Layers;

/// <summary>How somebody wants a file brought in, as the query of the address says it; what is null is told from the file.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="Format">What the file should be: another one is refused.</param>
/// <param name="Sublayer">Of a file that holds several.</param>
/// <param name="Crs">EPSG:4490, 4547, GCJ-02, BD-09 …</param>
/// <param name="Axes"><c>en</c>: east (longitude) first; <c>ne</c>: north (latitude) first.</param>
/// <param name="Lon">Column of a table with the first number of the pair.</param>
/// <param name="Lat">Column with the second.</param>
/// <param name="Region">Column with region codes.</param>
/// <param name="Accuracy">Metres that the coordinates may be off, as the department says.</param>
/// <param name="Repair">Open rings are closed and polygons that cross themselves repaired, each with a note.</param>
/// <param name="Preview">Only says what would be.</param>
/// <param name="Skip">Objects that cannot be taken are left out; otherwise one of them stops the import.</param>
internal sealed record ImportWish(
    string? Name = null, string? Format = null, string? Sublayer = null, string? Encoding = null, string? Crs = null, string? Axes = null,
    string? Lon = null, string? Lat = null, string? Region = null, double? Accuracy = null, bool Repair = false, bool Preview = false, bool Skip = false)
{
    private const int LongestName = 200;

    /// <summary>What is wrong with the wish itself; null when nothing is.</summary>
    public Refusal? Fault() =>
        Name is { Length: > LongestName } ? Bad("invalid_name", $"文件名不超过 {LongestName} 个字。")
        : Format is not null && !Enum.TryParse<LayerFormat>(Format, ignoreCase: true, out _) ? Bad("invalid_format", "格式应为 geojson、csv、shapefile、geopackage、kml 或 dxf。")
        : Encoding is not null && TextEncodings.Parse(Encoding) is null ? Bad("invalid_encoding", "编码应为 UTF-8、GB18030、UTF-16LE 或 UTF-16BE。")
        : Crs is not null && !CoordinateSystem.TryParse(Crs, out _) ? Bad("invalid_crs", "没有这个坐标系。可用 EPSG:4490、4326、3857、4513–4554、32649、32650、GCJ-02、BD-09。")
        : Axes is not (null or "en" or "ne") ? Bad("invalid_axes", "坐标次序应为 en（先东后北）或 ne（先北后东）。")
        : Accuracy is not (null or >= 0 and <= 100_000) ? Bad("invalid_accuracy", "精度应为 0 至 100,000 米。")
        : Lon is null != Lat is null ? Bad("invalid_columns", "经度列与纬度列应同时写明。")
        : null;

    public bool Is(LayerFormat format) => Format is null || Enum.Parse<LayerFormat>(Format, ignoreCase: true) == format;

    public LayerChoice Choice(ShelvedLayer layer) => new()
    {
        SubLayer = Sublayer,
        Encoding = TextEncodings.Parse(Encoding),
        Columns = Lon is null && Region is null ? null : new(Lon, Lat, Region),
        System = CoordinateSystem.TryParse(Crs, out var system) ? system : null,
        Axes = Axes switch { "ne" => AxisOrder.NorthEast, "en" => AxisOrder.EastNorth, _ => null },
        Kind = layer.Layer.Kind,
        CloseRings = Repair,
        RepairPolygons = Repair,
    };

    private static Refusal Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}

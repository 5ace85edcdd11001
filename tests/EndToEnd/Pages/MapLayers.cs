using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommandCenter.EndToEnd.Host;

namespace CommandCenter.EndToEnd.Pages;

/// <summary>A few small layers for the map page, made through the public interface: shelters, events with a time, buildings, and one whose
/// names are an attack on whoever shows them.</summary>
internal static class MapLayers
{
    public const string Attack = "<img src=x onerror=alert(1)>";

    public static readonly (double Lon, double Lat) Shelter = (113.0815, 22.5787);
    public static readonly (double Lon, double Lat) Attacker = (113.0900, 22.5800);

    public static async Task MakeAsync(RunningCity city)
    {
        var (http, _) = await city.SignInAsync("staff");
        using var staff = http;
        await MakeAsync(staff, "map-shelters", "避难场所", "emergency", "point",
            new { @class = "kind", severity = "level", label = "name" }, ["name:名称", "kind:类别", "capacity:可容纳", "level:告警级别"],
            Point(Shelter, new { name = "北街小学", kind = "学校", capacity = 300, level = "橙" }),
            Point((113.0764, 22.5900), new { name = "白沙公园", kind = "公园", capacity = 1200 }),
            Point((113.0840, 22.5750), new { name = "常安体育馆", kind = "体育馆", capacity = 2000 }));
        var now = TimeProvider.System.GetUtcNow();
        await MakeAsync(staff, "map-events", "网格事件", "events", "point", new { @class = "kind", label = "name", time = "at" }, ["name:名称", "kind:类别", "at:时间"],
            Point((113.0790, 22.5770), new { name = "占道经营", kind = "街面秩序", at = now.AddHours(-2).ToString("O") }),
            Point((113.0800, 22.5760), new { name = "路面积水", kind = "市容环境", at = now.AddDays(-200).ToString("O") }));
        await MakeAsync(staff, "map-attack", Attack, "places", "point", new { @class = "kind", label = "name" }, [$"name:{Attack}", "kind:kind"],
            Point(Attacker, new { name = Attack, kind = "\"><script>alert(2)</script>" }));
        await MakeAsync(staff, "map-blocks", "建筑轮廓", "housing", "polygon", new { label = "name", height = "height" }, ["name:名称", "height:高度"],
            new
            {
                type = "Feature", properties = new { name = "1 号楼", height = 42.5 },
                geometry = new { type = "Polygon", coordinates = new[] { new[] { new[] { 113.08, 22.579 }, [113.081, 22.579], [113.081, 22.58], [113.08, 22.58], [113.08, 22.579] } } },
            });
    }

    private static object Point((double Lon, double Lat) at, object properties) =>
        new { type = "Feature", properties, geometry = new { type = "Point", coordinates = new[] { at.Lon, at.Lat } } };

    private static async Task MakeAsync(HttpClient staff, string id, string title, string theme, string kind, object lead, string[] fields, params object[] features)
    {
        using var made = await staff.PostAsJsonAsync("/api/v1/layers", new
        {
            id, title, theme, kind, department = "市应急管理局", lead, illustrative = true,
            fields = fields.Select(field => new { name = field.Split(':')[0], title = field.Split(':')[1], type = "text" }),
        });
        if (made.StatusCode is System.Net.HttpStatusCode.Conflict) return; // another session made them
        made.EnsureSuccessStatusCode();
        using var file = new StringContent(JsonSerializer.Serialize(new { type = "FeatureCollection", features }), Encoding.UTF8, "application/geo+json");
        using var taken = await staff.PostAsync($"/api/v1/layers/{id}/import?name=test.geojson", file);
        taken.EnsureSuccessStatusCode();
    }
}

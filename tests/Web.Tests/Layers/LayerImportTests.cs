using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Layers;

/// <summary>From a file to the map: checked first, written whole or not at all, seen only by who may.</summary>
[Collection(RunningApp.Name)]
public sealed class LayerImportTests(CommandCenterApp app)
{
    // 蓬江 twice, 广海镇 once, and one that cannot be.
    private const string Shelters = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","geometry":{"type":"Point","coordinates":[113.0815,22.5787]},"properties":{"name":"北街小学 𠮷","kind":"学校","capacity":300,"phone":"13812341234","level":"橙"}},
        {"type":"Feature","geometry":{"type":"Point","coordinates":[113.0764,22.5900]},"properties":{"name":"=1+1","kind":"公园","capacity":1200,"phone":"0750-3123456"}},
        {"type":"Feature","geometry":{"type":"Point","coordinates":[112.79307,21.96164]},"properties":{"name":"广海中学","kind":"学校","capacity":500}}{0}
        ]}
        """;

    private const string Swapped = """,{"type":"Feature","geometry":{"type":"Point","coordinates":[22.5787,113.0815]},"properties":{"name":"颠倒"}}""";

    private readonly string _id = $"i{Guid.NewGuid():N}"[..20];

    private string Items => $"/ogc/collections/{_id}/items";

    [Fact]
    public async Task A_file_is_checked_then_taken_then_seen_by_each_in_the_own_scope()
    {
        using var staff = await LayerAsync();
        var preview = await (await ImportAsync(staff, Swapped, "preview=true")).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        (preview.GetProperty("rows").GetInt32(), preview.GetProperty("badRows").GetInt32(), preview.GetProperty("version").GetInt32()).ShouldBe((3, 1, 0));
        preview.GetProperty("faults")[0].GetProperty("number").GetInt32().ShouldBe(4);
        preview.GetProperty("faults")[0].GetProperty("reason").GetString()!.ShouldContain("疑似经纬度颠倒");
        (await NamesAsync(staff, Items)).ShouldBeEmpty();

        await (await ImportAsync(staff, Swapped)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "invalid_rows");
        (await NamesAsync(staff, Items)).ShouldBeEmpty();

        (await ImportAsync(staff, Swapped, "skip=true")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await NamesAsync(staff, Items)).ShouldBe(["北街小学 𠮷", "=1+1", "广海中学"]);
        using var town = await app.SignInAs("town");
        (await NamesAsync(town, Items)).ShouldBe(["广海中学"]);
        await (await town.GetAsync($"{Items}/1")).ShouldBeProblem(HttpStatusCode.NotFound, "feature_not_found");
        (await NamesAsync(staff, $"{Items}?kind={Uri.EscapeDataString("学校")}&bbox=113,22,114,23")).ShouldBe(["北街小学 𠮷"]);
        (await NamesAsync(staff, $"{Items}?capacity=1200")).ShouldBe(["=1+1"]);
    }

    [Fact]
    public async Task The_same_file_twice_changes_nothing_and_another_is_another_version()
    {
        using var staff = await LayerAsync();
        (await VersionAsync(await ImportAsync(staff, ""))).ShouldBe(1);
        var again = await ImportAsync(staff, "");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("isSame").GetBoolean().ShouldBeTrue();
        (await VersionAsync(await ImportAsync(staff, Swapped.Replace("[22.5787,113.0815]", "[113.1,22.5]"), ""))).ShouldBe(2);
        (await NamesAsync(staff, Items)).Length.ShouldBe(4);
        (await VersionAsync(await ImportAsync(staff, Swapped.Replace("[22.5787,113.0815]", "[113.11,22.5]"), ""))).ShouldBe(3);
        (await NamesAsync(staff, Items)).Length.ShouldBe(4);
    }

    [Fact]
    public async Task A_layer_made_again_under_the_same_id_begins_empty()
    {
        using var staff = await LayerAsync();
        await VersionAsync(await ImportAsync(staff, ""));
        (await staff.DeleteAsync($"/api/v1/layers/{_id}")).EnsureSuccessStatusCode();
        using var again = await LayerAsync();
        (await NamesAsync(again, Items)).ShouldBeEmpty();
        await VersionAsync(await ImportAsync(again, Swapped.Replace("[22.5787,113.0815]", "[113.1,22.5]")));
        (await NamesAsync(again, Items)).Length.ShouldBe(4);
    }

    [Theory]
    [InlineData("", "invalid_file")]
    [InlineData("{}", "invalid_file")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[113,22]},"properties":{}}""", "invalid_file")]
    [InlineData("PK\u0003\u0004 a zip", "invalid_file")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[NaN,22]},"properties":{}}]}""", "invalid_rows")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{}}]}""", "invalid_rows")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[38500000,2500000]},"properties":{}}]}""", "crs_unconfirmed")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[22.5,113]},"properties":{}}]}""", "crs_unconfirmed")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[113,null]},"properties":{}}]}""", "invalid_rows")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"LineString","coordinates":[[113,22],[113.1,22]]},"properties":{}}]}""", "invalid_rows")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[113,22]},"properties":{"name":"\ud83d"}}]}""", "invalid_rows")]
    public async Task A_bad_file_is_refused_and_the_version_before_stays(string file, string code)
    {
        using var staff = await LayerAsync();
        await VersionAsync(await ImportAsync(staff, ""));
        using var answer = await staff.PostAsync($"/api/v1/layers/{_id}/import", new StringContent(file));
        await answer.ShouldBeProblem(code == "invalid_file" ? HttpStatusCode.BadRequest : HttpStatusCode.UnprocessableEntity, code);
        (await NamesAsync(staff, Items)).Length.ShouldBe(3);
        (await staff.GetFromJsonAsync<JsonElement>($"/api/v1/layers/{_id}")).GetProperty("version").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("leader")]
    [InlineData("town")]
    [InlineData("admin")]
    public async Task Nobody_but_staff_brings_in_a_file(string user)
    {
        using var staff = await LayerAsync();
        using var other = await app.SignInAs(user);
        await (await ImportAsync(other, "")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await NamesAsync(staff, Items)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("limit=0", "invalid_limit")]
    [InlineData("limit=1e9", "invalid_limit")]
    [InlineData("bbox=1,2,3", "invalid_bbox")]
    [InlineData("bbox=113,23,114,22", "invalid_bbox")]
    [InlineData("bbox=NaN,22,113,23", "invalid_bbox")]
    [InlineData("nonsense=1", "unknown_parameter")]
    [InlineData("name%27%20OR%201=1", "unknown_parameter")]
    [InlineData("phone=13812341234", "personal_field")]
    [InlineData("crs=EPSG:3857", "invalid_crs")]
    [InlineData("datetime=2026-13-01", "invalid_datetime")]
    public async Task A_question_that_cannot_be_answered_is_refused(string query, string code)
    {
        using var staff = await LayerAsync();
        await (await staff.GetAsync($"{Items}?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("2026-03-01", 1)]
    [InlineData("2026-03-01T00:30:00Z", 1)]
    [InlineData("2026-03-02/..", 1)]
    [InlineData("../2026-03-02", 2)]
    [InlineData("2026-03-01/2026-03-02", 2)]
    [InlineData("2027-01-01/..", 0)]
    public async Task A_layer_with_times_is_asked_by_them(string datetime, int found)
    {
        using var staff = await LayerAsync();
        (await staff.PatchAsJsonAsync($"/api/v1/layers/{_id}", new { lead = new { label = "name", time = "opened" } })).EnsureSuccessStatusCode();
        await VersionAsync(await staff.PostAsync($"/api/v1/layers/{_id}/import", new StringContent(
            """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","geometry":{"type":"Point","coordinates":[113.0815,22.5787]},"properties":{"name":"甲","opened":"2026-03-01 08:30"}},
            {"type":"Feature","geometry":{"type":"Point","coordinates":[113.0815,22.5787]},"properties":{"name":"乙","opened":"2026-03-02"}},
            {"type":"Feature","geometry":{"type":"Point","coordinates":[113.0815,22.5787]},"properties":{"name":"丙"}}]}
            """)));
        (await NamesAsync(staff, $"{Items}?datetime={Uri.EscapeDataString(datetime)}")).Length.ShouldBe(found);
        await (await staff.GetAsync($"{Items}?datetime=soon")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_datetime");
    }

    [Fact]
    public async Task Pages_follow_one_another_by_their_links()
    {
        using var staff = await LayerAsync();
        await VersionAsync(await ImportAsync(staff, ""));
        var names = new List<string>();
        for (var address = $"{Items}?limit=2"; address is not null;)
        {
            var page = await staff.GetFromJsonAsync<JsonElement>(address);
            page.GetProperty("numberMatched").GetInt32().ShouldBe(3);
            names.AddRange(page.GetProperty("features").EnumerateArray().Select(Name));
            address = page.GetProperty("links").EnumerateArray().Where(link => link.GetProperty("rel").GetString() == "next").Select(link => link.GetProperty("href").GetString()).SingleOrDefault();
        }
        names.ShouldBe(["北街小学 𠮷", "=1+1", "广海中学"]);
    }

    [Fact]
    public async Task What_leaves_the_house_is_masked_harmless_marked_and_recorded()
    {
        using var staff = await LayerAsync();
        await VersionAsync(await ImportAsync(staff, ""));
        var csv = await staff.GetStringAsync($"/ogc/collections/{_id}/export?format=csv");
        csv.ShouldContain("'=1+1");
        csv.ShouldContain("138****1234");
        csv.ShouldNotContain("13812341234");
        csv.ShouldContain("\"staff 20");
        var json = await staff.GetFromJsonAsync<JsonElement>($"/ogc/collections/{_id}/export");
        json.GetProperty("features").GetArrayLength().ShouldBe(3);
        json.GetProperty("exported").GetString()!.ShouldStartWith("staff ");
        (await RecordedAsync()).Count(action => action == AuditActions.LayerExported).ShouldBe(2);

        using var town = await app.SignInAs("town");
        (await town.GetStringAsync($"/ogc/collections/{_id}/export?format=csv")).ShouldNotContain("北街小学");
    }

    [Fact]
    public async Task Looking_at_a_sensitive_layer_is_recorded()
    {
        using var staff = await LayerAsync("sensitive");
        await VersionAsync(await ImportAsync(staff, ""));
        (await NamesAsync(staff, Items)).Length.ShouldBe(3);
        (await RecordedAsync()).ShouldContain(AuditActions.LayerViewed);
        Encoding.UTF8.GetString(await staff.GetByteArrayAsync($"/tiles/{_id}/8/208/111.mvt?v=1")).ShouldNotContain("北街小学");
        using var leader = await app.SignInAs("leader");
        await (await leader.GetAsync(Items)).ShouldBeProblem(HttpStatusCode.NotFound, "layer_not_found");
        await (await leader.GetAsync($"/tiles/{_id}/8/208/111.mvt")).ShouldBeProblem(HttpStatusCode.NotFound, "layer_not_found");
    }

    [Fact]
    public async Task Tiles_hold_the_objects_of_the_own_scope()
    {
        using var staff = await LayerAsync();
        await VersionAsync(await ImportAsync(staff, ""));
        var tile = Encoding.UTF8.GetString(await staff.GetByteArrayAsync($"/tiles/{_id}/12/3334/1784.mvt?v=1"));
        tile.ShouldContain("北街小学");
        tile.ShouldNotContain("13812341234");
        Encoding.UTF8.GetString(await staff.GetByteArrayAsync($"/tiles/{_id}/8/208/111.mvt?v=1")).ShouldNotContain("北街小学", customMessage: "no names from afar");
        using var town = await app.SignInAs("town");
        Encoding.UTF8.GetString(await town.GetByteArrayAsync($"/tiles/{_id}/12/3331/1791.mvt?v=1")).ShouldContain("广海中学");
        (await town.GetAsync($"/tiles/{_id}/12/3334/1784.mvt?v=1")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private async Task<HttpClient> LayerAsync(string sensitivity = "public")
    {
        var staff = await app.SignInAs("staff");
        using var made = await staff.PostAsJsonAsync("/api/v1/layers", new
        {
            id = _id, title = "避难场所", theme = "emergency", department = "应急管理局", kind = "point", sensitivity, roles = sensitivity == "public" ? [] : new[] { "staff" },
            lead = new { @class = "kind", label = "name", severity = "level" },
            fields = new object[] { new { name = "name", title = "名称" }, new { name = "kind", title = "类别" }, new { name = "capacity", title = "容纳人数", type = "whole", unit = "人" }, new { name = "phone", title = "电话", personal = true } },
        });
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        return staff;
    }

    private Task<HttpResponseMessage> ImportAsync(HttpClient caller, string more, string query = "") =>
        caller.PostAsync($"/api/v1/layers/{_id}/import?name=shelters.geojson&{query}", new StringContent(Shelters.Replace("{0}", more)));

    private static async Task<int> VersionAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("version").GetInt32();
    }

    private static async Task<string[]> NamesAsync(HttpClient caller, string address) =>
        [.. (await caller.GetFromJsonAsync<JsonElement>(address)).GetProperty("features").EnumerateArray().Select(Name)];

    private static string Name(JsonElement feature) => feature.GetProperty("properties").GetProperty("name").GetString()!;

    private async Task<string[]> RecordedAsync() =>
    [
        .. (await app.Services.GetRequiredService<AuditArchive>().FindAsync(
            new() { Scope = RegionScope.Of(RegionCode.Parse(CommandCenterApp.City)), WithoutRegion = true, Text = _id }, default)).Select(entry => entry.Action),
    ];
}

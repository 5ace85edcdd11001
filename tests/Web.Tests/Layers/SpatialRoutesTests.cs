using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Features.Layers;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Tests.Layers;

/// <summary>Spatial questions over HTTP: objects, people, regions, each as far as the caller's scope goes.</summary>
[Collection(RunningApp.Name)]
public sealed class SpatialRoutesTests(CommandCenterApp app)
{
    // 白沙街道 of 蓬江区 and 广海镇 of 台山市.
    private const string Schools = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","geometry":{"type":"Point","coordinates":[113.0815,22.5787]},"properties":{"name":"北街小学","kind":"小学","phone":"13812341234"}},
        {"type":"Feature","geometry":{"type":"Point","coordinates":[113.0825,22.5787]},"properties":{"name":"北街中学","kind":"中学"}},
        {"type":"Feature","geometry":{"type":"Point","coordinates":[112.79307,21.96164]},"properties":{"name":"广海中学","kind":"中学"}}]}
        """;

    private const string Everywhere = """{"type":"Polygon","coordinates":[[[111,21],[114,21],[114,24],[111,24],[111,21]]]}""";
    private const string School = """{"type":"Point","coordinates":[113.0815,22.5787]}""";
    private readonly string _id = $"q{Guid.NewGuid():N}"[..20];

    [Fact]
    public async Task An_area_tells_its_objects_layer_by_layer_and_a_town_its_own_alone()
    {
        using var staff = await LayerAsync();
        var all = await AskAsync(staff, "within", $$"""{"geometry":{{Everywhere}},"layers":["{{_id}}"]}""");
        all.GetProperty("area").GetDouble().ShouldBe(1.031e11, 0.01e11);
        var layer = all.GetProperty("layers").EnumerateArray().ShouldHaveSingleItem();
        (layer.GetProperty("layer").GetString(), layer.GetProperty("matched").GetInt32()).ShouldBe((_id, 3));
        layer.GetProperty("features").EnumerateArray().Select(Name).ShouldBe(["北街小学", "北街中学", "广海中学"]);
        layer.ToString().ShouldNotContain("13812341234");

        var near = await AskAsync(staff, "within", $$"""{"geometry":{{School}},"buffer":60,"layers":["{{_id}}"],"limit":0}""");
        near.GetProperty("area").GetDouble().ShouldBe(Math.PI * 3_600, 30);
        near.GetProperty("layers")[0].GetProperty("matched").GetInt32().ShouldBe(1);
        near.GetProperty("layers")[0].GetProperty("features").GetArrayLength().ShouldBe(0);

        using var town = await app.SignInAs("town");
        var own = await AskAsync(town, "within", $$"""{"geometry":{{Everywhere}},"layers":["{{_id}}"]}""");
        own.GetProperty("layers")[0].GetProperty("features").EnumerateArray().Select(Name).ShouldBe(["广海中学"]);
    }

    [Fact]
    public async Task The_nearest_are_told_with_metres_and_none_of_another_scope()
    {
        using var staff = await LayerAsync();
        var near = (await AskAsync(staff, "nearest", $$"""{"lon":113.0815,"lat":22.5787,"layers":["{{_id}}"],"count":2}""")).GetProperty("features");
        near.EnumerateArray().Select(one => one.GetProperty("label").GetString()).ShouldBe(["北街小学", "北街中学"]);
        near[0].GetProperty("distance").GetDouble().ShouldBe(0, 0.02);
        near[1].GetProperty("distance").GetDouble().ShouldBe(102.84, 0.05); // geod +ellps=GRS80 says 102.838
        using var town = await app.SignInAs("town");
        (await AskAsync(town, "nearest", $$"""{"lon":113.0815,"lat":22.5787,"layers":["{{_id}}"]}""")).GetProperty("features")
            .EnumerateArray().Select(one => one.GetProperty("label").GetString()).ShouldBe(["广海中学"]);
        (await AskAsync(town, "nearest", $$"""{"lon":113.0815,"lat":22.5787,"layers":["{{_id}}"],"within":1000}""")).GetProperty("features").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task An_impact_counts_people_regions_and_objects_by_class_in_the_scope()
    {
        using var staff = await LayerAsync();
        var impact = await AskAsync(staff, "impact", $$"""{"geometry":{{School}},"buffer":5000,"layers":["{{_id}}"]}""");
        impact.GetProperty("area").GetDouble().ShouldBe(Math.PI * 25e6, 0.1e6);
        impact.GetProperty("layers")[0].GetProperty("classes").EnumerateObject().Select(one => (one.Name, one.Value.GetInt32())).ShouldBe([("小学", 1), ("中学", 1)], ignoreOrder: true);
        var shares = impact.GetProperty("regions").EnumerateArray().Select(one => one.GetProperty("share").GetDouble()).ToList();
        shares.Count.ShouldBeGreaterThan(3);
        shares.ShouldAllBe(share => share > 0 && share <= 1);
        impact.GetProperty("people").GetProperty("value").GetInt64().ShouldBeInRange(1_000, 2_000_000);
        impact.GetProperty("people").GetProperty("of").EnumerateArray().Select(one => one.GetString()).ShouldContain(text => text!.Contains("蓬江区 常住人口 74.96 万人（2017 年末，"));

        using var town = await app.SignInAs("town");
        var elsewhere = await AskAsync(town, "impact", $$"""{"geometry":{{School}},"buffer":5000}""");
        elsewhere.GetProperty("regions").GetArrayLength().ShouldBe(0);
        elsewhere.GetProperty("layers").GetArrayLength().ShouldBe(0);
        elsewhere.GetProperty("people").GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("within", """{}""", "invalid_geometry")]
    [InlineData("within", """{"geometry":{"type":"Point","coordinates":[113,22]}}""", "invalid_geometry")]
    [InlineData("within", """{"geometry":{"type":"Polygon","coordinates":[[[113,22],[113.1,22.1],[113.1,22],[113,22.1],[113,22]]]}}""", "invalid_geometry")]
    [InlineData("impact", """{"geometry":{"type":"Polygon","coordinates":[[[22,113],[22.1,113],[22.1,113.1],[22,113]]]}}""", "invalid_geometry")]
    [InlineData("impact", """{"geometry":{"type":"Point","coordinates":[113,22]},"buffer":1e9}""", "invalid_buffer")]
    [InlineData("impact", """{"geometry":{"type":"Point","coordinates":[113,22]},"buffer":-5}""", "invalid_buffer")]
    [InlineData("within", """{"geometry":{"type":"Point","coordinates":[113,22]},"buffer":5,"limit":5000}""", "invalid_limit")]
    [InlineData("within", """{"geometry":{"type":"Point","coordinates":[113,22]},"buffer":5,"layers":[]}""", "invalid_layers")]
    [InlineData("nearest", """{"lon":213,"lat":22}""", "invalid_position")]
    [InlineData("nearest", """{"lat":22}""", "invalid_position")]
    [InlineData("nearest", """{"lon":113,"lat":22,"count":0}""", "invalid_count")]
    [InlineData("nearest", """{"lon":113,"lat":22,"within":-1}""", "invalid_distance")]
    public async Task What_cannot_be_answered_is_refused_with_its_code(string question, string body, string code)
    {
        using var staff = await app.SignInAs("staff");
        await (await PostAsync(staff, question, body)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_selection_leaves_the_house_masked_marked_and_recorded_and_by_nobody_else()
    {
        using var staff = await LayerAsync("internal");
        var around = $$"""{"geometry":{{School}},"buffer":200}""";
        var csv = await (await TakeAsync(staff, "?format=csv", around)).Content.ReadAsStringAsync();
        csv.ShouldContain("138****1234");
        csv.ShouldNotContain("13812341234");
        csv.ShouldNotContain("广海中学");
        csv.ShouldContain("\"staff 20");
        var json = await (await TakeAsync(staff, "", around)).Content.ReadFromJsonAsync<JsonElement>();
        json.GetProperty("features").EnumerateArray().Select(Name).ShouldBe(["北街小学", "北街中学"]);
        var taken = await TakenAsync();
        taken.Select(detail => detail["rows"]).ShouldBe(["2", "2"]);
        taken.ShouldAllBe(detail => Math.Abs(double.Parse(detail["area"]) - Math.PI * 40_000) < 500);

        await (await TakeAsync(staff, "?format=xml", around)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_format");
        await (await TakeAsync(staff, "", $$"""{"geometry":{{School}}}""")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_geometry");
        using var stranger = app.CreateClient();
        (await TakeAsync(stranger, "", around)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var town = await app.SignInAs("town");
        await (await TakeAsync(town, "", around)).ShouldBeProblem(HttpStatusCode.NotFound, "layer_not_found");
        (await TakenAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_asks_without_signing_in_nor_of_a_layer_that_is_not_theirs_to_know()
    {
        using var staff = await LayerAsync("internal");
        using var town = await app.SignInAs("town");
        using var stranger = app.CreateClient();
        foreach (var (question, body) in new[]
        {
            ("within", $$"""{"geometry":{{Everywhere}},"layers":["{{_id}}"]}"""), ("impact", $$"""{"geometry":{{Everywhere}},"layers":["{{_id}}"]}"""),
            ("nearest", $$"""{"lon":113,"lat":22,"layers":["{{_id}}"]}"""),
        })
        {
            (await PostAsync(stranger, question, body)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            await (await PostAsync(town, question, body)).ShouldBeProblem(HttpStatusCode.NotFound, "layer_not_found");
            (await PostAsync(staff, question, body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_layer_too_large_for_the_memory_is_named_not_counted_as_nothing()
    {
        (await LayerAsync()).Dispose();
        using var staff = await app.SignInAs("staff");
        var large = $"l{_id[1..]}";
        (await staff.PostAsJsonAsync("/api/v1/layers", new { id = large, title = "三万点", theme = "places", department = "教育局", kind = "point" })).EnsureSuccessStatusCode();
        var points = string.Join(',', Enumerable.Range(0, 30_000).Select(i => $$$"""{"type":"Feature","geometry":{"type":"Point","coordinates":[113.{{{i:00000}}},22.5]},"properties":{}}"""));
        (await staff.PostAsync($"/api/v1/layers/{large}/import?name=a.geojson&skip=true", new StringContent($$"""{"type":"FeatureCollection","features":[{{points}}]}"""))).EnsureSuccessStatusCode();

        using var sets = ActivatorUtilities.CreateInstance<LayerSets>(app.Services, Options.Create(new LayersOptions { MemoryMegabytes = 1 }));
        var asked = ActivatorUtilities.CreateInstance<AskedLayers>(app.Services, sets);
        var caller = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Role, Roles.Staff)], "test"));
        var both = (await asked.ChooseAsync(caller, [_id, large], null, default)).Value.ShouldNotBeNull();
        both.Sets.ShouldHaveSingleItem().Layer.Layer.Id.ShouldBe(_id);
        both.LeftOut.ShouldBe([large]);
        (await asked.ChooseAsync(caller, [large], null, default)).Refusal.ShouldNotBeNull().Code.ShouldBe("layer_too_large");
        (await asked.ChooseAsync(caller, null, null, default)).Value.ShouldNotBeNull().LeftOut.ShouldContain(large);

        foreach (var (question, body) in new[] { ("within", $$"""{"geometry":{{Everywhere}},"layers":["{{_id}}"]}"""), ("nearest", $$"""{"lon":113,"lat":22,"layers":["{{_id}}"]}""") })
            (await AskAsync(staff, question, body)).GetProperty("leftOut").GetArrayLength().ShouldBe(0);
        (await staff.DeleteAsync($"/api/v1/layers/{large}")).EnsureSuccessStatusCode();
    }

    private async Task<HttpClient> LayerAsync(string sensitivity = "public")
    {
        var staff = await app.SignInAs("staff");
        using var made = await staff.PostAsJsonAsync("/api/v1/layers", new
        {
            id = _id, title = "学校", theme = "places", department = "教育局", kind = "point", sensitivity, roles = sensitivity == "public" ? [] : new[] { "staff" },
            lead = new { @class = "kind", label = "name" },
            fields = new object[] { new { name = "name", title = "名称" }, new { name = "kind", title = "类别" }, new { name = "phone", title = "电话", personal = true } },
        });
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        (await staff.PostAsync($"/api/v1/layers/{_id}/import?name=schools.geojson", new StringContent(Schools))).EnsureSuccessStatusCode();
        return staff;
    }

    private Task<HttpResponseMessage> TakeAsync(HttpClient caller, string query, string area) =>
        caller.PostAsync($"/ogc/collections/{_id}/export{query}", new StringContent(area, Encoding.UTF8, "application/json"));

    private async Task<List<Dictionary<string, string>>> TakenAsync() => [.. (await app.Services.GetRequiredService<AuditArchive>().FindAsync(
        new() { Scope = RegionScope.Of(RegionCode.Parse(CommandCenterApp.City)), WithoutRegion = true, Text = _id }, default)).Where(entry => entry.Action == AuditActions.LayerExported)
        .Select(entry => JsonSerializer.Deserialize<Dictionary<string, string>>(entry.Detail)!)];

    private static async Task<JsonElement> AskAsync(HttpClient caller, string question, string body)
    {
        using var answer = await PostAsync(caller, question, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient caller, string question, string body) =>
        caller.PostAsync($"/api/v1/spatial/{question}", new StringContent(body, Encoding.UTF8, "application/json"));

    private static string Name(JsonElement feature) => feature.GetProperty("properties").GetProperty("name").GetString()!;
}

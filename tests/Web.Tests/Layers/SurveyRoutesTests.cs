using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Geography;
using CommandCenter.Web.Tests.Host;

namespace CommandCenter.Web.Tests.Layers;

/// <summary>Questions that measure over HTTP; what the ellipsoid says stands in the tests of Analytics, against PROJ.</summary>
[Collection(RunningApp.Name)]
public sealed class SurveyRoutesTests(CommandCenterApp app)
{
    private const string Everywhere = """{"type":"Polygon","coordinates":[[[111,21],[114,21],[114,24],[111,24],[111,21]]]}""";

    /// <summary>Three fields of 0.01°: two in 白沙街道 of 蓬江区, one in 广海镇 of 台山市.</summary>
    private static readonly (double West, double South, string Kind)[] Fields = [(113.065, 22.575, "稻田"), (113.075, 22.575, "菜地"), (112.79, 21.96, "稻田")];

    private readonly string _id = $"s{Guid.NewGuid():N}"[..20];

    [Fact]
    public async Task A_position_tells_its_regions_and_the_polygons_that_hold_it()
    {
        using var staff = await LayerAsync();
        var here = await AskAsync(staff, "point", $$"""{"lon":113.0781,"lat":22.5781,"layers":["{{_id}}"]}""");
        here.GetProperty("regions").EnumerateArray().Select(one => one.GetProperty("level").GetString()).ShouldBe(["city", "county", "town"]);
        here.GetProperty("regions")[1].GetProperty("name").GetString().ShouldBe("蓬江区");
        here.GetProperty("layers")[0].GetProperty("features").EnumerateArray().ShouldHaveSingleItem().GetProperty("properties").GetProperty("kind").GetString().ShouldBe("菜地");
        (await AskAsync(staff, "point", """{"lon":150,"lat":0}""")).GetProperty("regions").GetArrayLength().ShouldBe(0);

        using var town = await app.SignInAs("town");
        var elsewhere = await AskAsync(town, "point", $$"""{"lon":113.0781,"lat":22.5781,"layers":["{{_id}}"]}""");
        (elsewhere.GetProperty("regions").GetArrayLength(), elsewhere.GetProperty("layers")[0].GetProperty("matched").GetInt32()).ShouldBe((0, 0));
        (await AskAsync(town, "point", """{"lon":112.79307,"lat":21.96164}""")).GetProperty("regions").EnumerateArray().Last().GetProperty("name").GetString().ShouldBe("广海镇");
    }

    [Fact]
    public async Task A_buffer_is_the_area_that_within_asks_in()
    {
        using var staff = await LayerAsync();
        foreach (var geometry in new[]
        {
            """{"type":"Point","coordinates":[113.08,22.58]}""", """{"type":"MultiPoint","coordinates":[[113.08,22.58],[113.2,22.6]]}""",
            """{"type":"LineString","coordinates":[[113.08,22.58],[113.1,22.6]]}""",
            """{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[113.08,22.58]},{"type":"LineString","coordinates":[[113.2,22.58],[113.1,22.6]]}]}""",
        })
        {
            var around = await AskAsync(staff, "buffer", $$"""{"geometry":{{geometry}},"buffer":500}""");
            around.GetProperty("type").GetString().ShouldBe("Feature");
            var (area, perimeter) = (around.GetProperty("properties").GetProperty("area").GetDouble(), around.GetProperty("properties").GetProperty("perimeter").GetDouble());
            var within = await AskAsync(staff, "within", $$"""{"geometry":{{geometry}},"buffer":500,"layers":["{{_id}}"]}""");
            within.GetProperty("area").GetDouble().ShouldBe(area, 1);
            (await AskAsync(staff, "within", $$"""{"geometry":{{around.GetProperty("geometry")}},"layers":["{{_id}}"]}""")).GetProperty("area").GetDouble().ShouldBe(area, 1);
            perimeter.ShouldBeGreaterThan(2 * Math.PI * 500 * 0.999);
        }
    }

    [Fact]
    public async Task Pieces_have_their_area_and_share_and_a_town_gets_its_own()
    {
        using var staff = await LayerAsync();
        const string half = """{"type":"Polygon","coordinates":[[[113.07,22.57],[113.2,22.57],[113.2,22.6],[113.07,22.6],[113.07,22.57]]]}""";
        var cut = await AskAsync(staff, "intersect", $$"""{"geometry":{{half}},"layers":["{{_id}}"],"limit":5}""");
        cut.GetProperty("limit").GetInt32().ShouldBe(5);
        var layer = cut.GetProperty("layers")[0];
        layer.GetProperty("matched").GetInt32().ShouldBe(2);
        var pieces = layer.GetProperty("pieces").EnumerateArray().Select(piece => piece.GetProperty("properties")).ToList();
        pieces.Select(piece => piece.GetProperty("class").GetString()).ShouldBe(["稻田", "菜地"]);
        pieces.Select(piece => piece.GetProperty("share").GetDouble()).ShouldBe([0.5, 1], 1e-6);
        var whole = Size(113.075, 22.575);
        pieces[1].GetProperty("area").GetDouble().ShouldBe(whole, whole * 1e-4);
        pieces[0].GetProperty("area").GetDouble().ShouldBe(whole / 2, whole * 1e-4);

        var capped = (await AskAsync(staff, "intersect", $$"""{"geometry":{{Everywhere}},"layers":["{{_id}}"],"limit":1}""")).GetProperty("layers")[0];
        (capped.GetProperty("matched").GetInt32(), capped.GetProperty("pieces").GetArrayLength()).ShouldBe((3, 1));
        using var town = await app.SignInAs("town");
        var own = (await AskAsync(town, "intersect", $$"""{"geometry":{{Everywhere}},"layers":["{{_id}}"]}""")).GetProperty("layers")[0].GetProperty("pieces");
        own.EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetInt64().ShouldBe(3);
    }

    [Fact]
    public async Task Regions_add_up_to_the_layer_and_a_town_sees_its_own_sum_under_its_own_name()
    {
        using var staff = await LayerAsync();
        foreach (var level in new[] { "county", "town", "village" })
        {
            var layer = (await AskAsync(staff, "dissolve", $$"""{"layers":["{{_id}}"],"level":"{{level}}"}""")).GetProperty("layers")[0];
            layer.GetProperty("matched").GetInt32().ShouldBe(3);
            layer.GetProperty("regions").EnumerateArray().Sum(region => region.GetProperty("count").GetInt32()).ShouldBe(3);
            layer.GetProperty("regions").EnumerateArray().Sum(region => region.GetProperty("area").GetDouble())
                .ShouldBe(Fields.Sum(field => Size(field.West, field.South)), 500);
        }
        var counties = (await AskAsync(staff, "dissolve", $$"""{"layers":["{{_id}}"],"level":"county"}""")).GetProperty("layers")[0].GetProperty("regions");
        counties.EnumerateArray().Select(one => (one.GetProperty("name").GetString(), one.GetProperty("count").GetInt32())).ShouldBe([("蓬江区", 2), ("台山市", 1)]);

        using var town = await app.SignInAs("town");
        var own = (await AskAsync(town, "dissolve", $$"""{"layers":["{{_id}}"],"level":"county"}""")).GetProperty("layers")[0].GetProperty("regions")
            .EnumerateArray().ShouldHaveSingleItem();
        (own.GetProperty("name").GetString(), own.GetProperty("count").GetInt32()).ShouldBe(("广海镇", 1));
    }

    [Theory]
    [InlineData("\"cell\":1000")]
    [InlineData("\"cell\":30000")]
    [InlineData("\"h3\":8")]
    [InlineData("\"h3\":5")]
    public async Task Cells_add_up_to_what_within_finds(string cells)
    {
        using var staff = await LayerAsync();
        using var town = await app.SignInAs("town");
        foreach (var caller in new[] { staff, town })
        {
            var matched = (await AskAsync(caller, "within", $$"""{"geometry":{{Everywhere}},"layers":["{{_id}}"]}""")).GetProperty("layers")[0].GetProperty("matched").GetInt32();
            var density = await AskAsync(caller, "density", $$"""{"geometry":{{Everywhere}},"layers":["{{_id}}"],{{cells}}}""");
            density.GetProperty("matched").GetInt32().ShouldBe(matched);
            density.GetProperty("features").EnumerateArray().Sum(cell => cell.GetProperty("properties").GetProperty("count").GetInt64()).ShouldBe(matched);
            matched.ShouldBe(caller == staff ? 3 : 1);
            foreach (var cell in density.GetProperty("features").EnumerateArray())
            {
                var corners = cell.GetProperty("geometry").GetProperty("coordinates")[0].EnumerateArray().ToList();
                corners.Count.ShouldBeInRange(5, 8);
                corners.ShouldAllBe(corner => Math.Abs(corner[0].GetDouble() - 113) < 1 && Math.Abs(corner[1].GetDouble() - 22.3) < 1);
            }
        }
    }

    [Theory]
    [InlineData("point", """{"lon":213,"lat":22}""", "invalid_position")]
    [InlineData("point", """{}""", "invalid_position")]
    [InlineData("buffer", """{"geometry":{"type":"Point","coordinates":[113,22]}}""", "invalid_buffer")]
    [InlineData("buffer", """{"geometry":{"type":"Point","coordinates":[113,22]},"buffer":0}""", "invalid_buffer")]
    [InlineData("buffer", """{"geometry":{"type":"Point","coordinates":[113,22]},"buffer":1e9}""", "invalid_buffer")]
    [InlineData("buffer", """{"geometry":{"type":"Point","coordinates":[22,113]},"buffer":10}""", "invalid_geometry")]
    [InlineData("buffer", """{"geometry":{"type":"LineString","coordinates":[[100,22],[120,22]]},"buffer":10}""", "invalid_geometry")]
    [InlineData("buffer", """{"geometry":{"type":"GeometryCollection","geometries":[]},"buffer":10}""", "invalid_geometry")]
    [InlineData("intersect", """{"geometry":{"type":"Point","coordinates":[113,22]}}""", "invalid_geometry")]
    [InlineData("intersect", """{"geometry":{"type":"Point","coordinates":[113,22]},"buffer":10,"limit":1001}""", "invalid_limit")]
    [InlineData("dissolve", """{"level":"province"}""", "invalid_level")]
    [InlineData("dissolve", """{"level":"3"}""", "invalid_level")]
    [InlineData("dissolve", """{}""", "invalid_level")]
    [InlineData("dissolve", """{"level":"county","layers":[]}""", "invalid_layers")]
    [InlineData("density", """{"geometry":{"type":"Point","coordinates":[113,22]},"buffer":10}""", "invalid_cell")]
    [InlineData("density", """{"geometry":{"type":"Point","coordinates":[113,22]},"buffer":10,"cell":100,"h3":8}""", "invalid_cell")]
    [InlineData("density", """{"geometry":{"type":"Point","coordinates":[113,22]},"buffer":10,"cell":0.5}""", "invalid_cell")]
    [InlineData("density", """{"geometry":{"type":"Point","coordinates":[113,22]},"buffer":10,"h3":16}""", "invalid_cell")]
    [InlineData("density", """{"cell":100}""", "invalid_geometry")]
    [InlineData("density", """{"geometry":{"type":"Polygon","coordinates":[[[100,22],[120,22],[120,30],[100,22]]]},"cell":100}""", "invalid_geometry")]
    public async Task What_cannot_be_answered_is_refused_with_its_code(string question, string body, string code)
    {
        using var staff = await app.SignInAs("staff");
        await (await PostAsync(staff, question, body)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("LineString", "[{0}]", 10, 5_000)] // A thousand edges that cross one another take a minute, a hundred thousand take days.
    [InlineData("LineString", "[{0}]", 10, 1_000)]
    [InlineData("Polygon", "[[{0}]]", null, 5_000)]
    public async Task What_would_take_too_long_is_refused_at_once(string type, string form, int? buffer, int count)
    {
        using var staff = await app.SignInAs("staff");
        var random = new Random(5);
        var tangle = Enumerable.Range(0, count).Select(_ => string.Create(CultureInfo.InvariantCulture, $"[{112 + random.NextDouble():F5},{22 + random.NextDouble():F5}]")).ToList();
        var coordinates = string.Format(CultureInfo.InvariantCulture, form, string.Join(',', tangle.Append(tangle[0])));
        await (await PostAsync(staff, "within", $$"""{"geometry":{"type":"{{type}}","coordinates":{{coordinates}} },"buffer":{{buffer?.ToString(CultureInfo.InvariantCulture) ?? "null"}} }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_geometry");
    }

    [Fact]
    public async Task Nobody_asks_without_signing_in_nor_of_a_layer_that_is_not_theirs_to_know()
    {
        using var staff = await LayerAsync("internal");
        using var town = await app.SignInAs("town");
        using var stranger = app.CreateClient();
        foreach (var (question, rest) in new[]
        {
            ("point", "\"lon\":113,\"lat\":22"), ("intersect", $"\"geometry\":{Everywhere}"), ("dissolve", "\"level\":\"town\""), ("density", $"\"geometry\":{Everywhere},\"cell\":500"),
        })
        {
            var body = $$"""{"layers":["{{_id}}"],{{rest}}}""";
            (await PostAsync(stranger, question, body)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            await (await PostAsync(town, question, body)).ShouldBeProblem(HttpStatusCode.NotFound, "layer_not_found");
            (await PostAsync(staff, question, body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        (await PostAsync(stranger, "buffer", """{"geometry":{"type":"Point","coordinates":[113,22]},"buffer":10}""")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    /// <summary>Square metres of a field, by lengths of its sides on the ellipsoid.</summary>
    private static double Size(double west, double south) =>
        (Geodesic.Metres(new(west, south), new(west + 0.01, south)) + Geodesic.Metres(new(west, south + 0.01), new(west + 0.01, south + 0.01))) / 2
        * Geodesic.Metres(new LonLat(west, south), new(west, south + 0.01));

    private async Task<HttpClient> LayerAsync(string sensitivity = "public")
    {
        var staff = await app.SignInAs("staff");
        using var made = await staff.PostAsJsonAsync("/api/v1/layers", new
        {
            id = _id, title = "农田", theme = "places", department = "农业农村局", kind = "polygon", sensitivity, roles = sensitivity == "public" ? [] : new[] { "staff" },
            lead = new { @class = "kind" }, fields = new object[] { new { name = "kind", title = "类别" } },
        });
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        var features = Fields.Select(field => string.Create(CultureInfo.InvariantCulture, $$"""
            {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[{{field.West}},{{field.South}}],[{{field.West + 0.01}},{{field.South}}],[{{field.West + 0.01}},{{field.South + 0.01}}],[{{field.West}},{{field.South + 0.01}}],[{{field.West}},{{field.South}}]]] },"properties":{"kind":"{{field.Kind}}" } }
            """));
        (await staff.PostAsync($"/api/v1/layers/{_id}/import?name=fields.geojson", new StringContent($$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}"""))).EnsureSuccessStatusCode();
        return staff;
    }

    private static async Task<JsonElement> AskAsync(HttpClient caller, string question, string body)
    {
        using var answer = await PostAsync(caller, question, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient caller, string question, string body) =>
        caller.PostAsync($"/api/v1/spatial/{question}", new StringContent(body, Encoding.UTF8, "application/json"));
}

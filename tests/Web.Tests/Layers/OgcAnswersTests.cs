using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Web.Tests.Host;

namespace CommandCenter.Web.Tests.Layers;

/// <summary>The answers of <c>/ogc</c> against the requirements of OGC API Features, part 1: core (OGC 17-069r4), each member that its schemas require.</summary>
[Collection(RunningApp.Name)]
public sealed class OgcAnswersTests(CommandCenterApp app)
{
    private const string Crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
    private const string GeoJson = "application/geo+json";
    private readonly string _id = $"o{Guid.NewGuid():N}"[..20];

    private string Items => $"/ogc/collections/{_id}/items";

    [Fact]
    public async Task The_landing_page_leads_to_definition_conformance_and_data()
    {
        using var staff = await app.SignInAs("staff");
        var landing = await JsonAsync(staff, "/ogc");
        var links = Links(landing);
        foreach (var rel in new[] { "self", "service-desc", "conformance", "data" })
            using (var answer = await staff.GetAsync(links[rel].Href)) answer.StatusCode.ShouldBe(HttpStatusCode.OK, rel);

        (await JsonAsync(staff, links["conformance"].Href)).GetProperty("conformsTo").EnumerateArray().Select(one => one.GetString()).ShouldBe(
        [
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core", "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
        ], ignoreOrder: true);
        var definition = await JsonAsync(staff, links["service-desc"].Href);
        definition.GetProperty("openapi").GetString()!.ShouldStartWith("3.0.");
        definition.GetProperty("info").GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        definition.GetProperty("info").GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
        var paths = definition.GetProperty("paths");
        foreach (var path in new[] { "/ogc", "/ogc/conformance", "/ogc/collections", "/ogc/collections/{layer}", "/ogc/collections/{layer}/items", "/ogc/collections/{layer}/items/{feature}" })
            paths.GetProperty(path).GetProperty("get").GetProperty("responses").TryGetProperty("200", out _).ShouldBeTrue(path);
        var parameters = paths.GetProperty("/ogc/collections/{layer}/items").GetProperty("get").GetProperty("parameters").EnumerateArray()
            .Where(one => one.GetProperty("in").GetString() == "query").ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("schema"));
        var limit = parameters["limit"];
        (limit.GetProperty("type").GetString(), limit.GetProperty("minimum").GetInt32(), limit.GetProperty("maximum").GetInt32(), limit.GetProperty("default").GetInt32()).ShouldBe(("integer", 1, 10_000, 10));
        (parameters["bbox"].GetProperty("type").GetString(), parameters["bbox"].GetProperty("items").GetProperty("type").GetString()).ShouldBe(("array", "number"));
        parameters["datetime"].GetProperty("type").GetString().ShouldBe("string");
    }

    [Fact]
    public async Task Collections_say_what_they_are_where_and_when()
    {
        using var staff = await LayerAsync();
        var collections = await JsonAsync(staff, "/ogc/collections");
        Links(collections).ShouldContainKey("self");
        foreach (var collection in collections.GetProperty("collections").EnumerateArray())
        {
            var id = collection.GetProperty("id").GetString()!;
            Links(collection)["items"].ShouldBe(($"/ogc/collections/{id}/items", GeoJson));
            collection.GetProperty("crs").EnumerateArray().Select(crs => crs.GetString()).ShouldContain(Crs84);
            foreach (var member in new[] { "title", "description", "itemType", "storageCrs" }) collection.GetProperty(member).ValueKind.ShouldBe(JsonValueKind.String);
            if (!collection.TryGetProperty("extent", out var extent)) continue;
            foreach (var box in extent.GetProperty("spatial").GetProperty("bbox").EnumerateArray())
            {
                var edges = box.EnumerateArray().Select(edge => edge.GetDouble()).ToArray();
                edges.Length.ShouldBe(4);
                (edges[1] <= edges[3] && Math.Abs(edges[0]) <= 180 && Math.Abs(edges[2]) <= 180).ShouldBeTrue(id);
            }
            extent.GetProperty("spatial").GetProperty("crs").GetString().ShouldBe(Crs84);
        }

        var one = await JsonAsync(staff, $"/ogc/collections/{_id}");
        one.ToString().ShouldBe(collections.GetProperty("collections").EnumerateArray().Single(same => same.GetProperty("id").GetString() == _id).ToString());
        Links(one).ShouldContainKey("self");
        var interval = one.GetProperty("extent").GetProperty("temporal").GetProperty("interval")[0];
        (interval[0].GetDateTimeOffset(), interval[1].GetDateTimeOffset()).ShouldBe((Day(1), Day(6)));
        await (await staff.GetAsync("/ogc/collections/no-such-layer")).ShouldBeProblem(HttpStatusCode.NotFound, "layer_not_found");
    }

    [Fact]
    public async Task Items_are_a_feature_collection_whose_pages_visit_each_object_once()
    {
        using var staff = await LayerAsync();
        var ids = new List<long>();
        for (var address = $"{Items}?limit=2"; address is not null;)
        {
            using var answer = await staff.GetAsync(address);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe(GeoJson);
            answer.Headers.GetValues("Content-Crs").ShouldBe([$"<{Crs84}>"]);
            var page = await answer.Content.ReadFromJsonAsync<JsonElement>();
            page.GetProperty("type").GetString().ShouldBe("FeatureCollection");
            page.GetProperty("timeStamp").GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$");
            page.GetProperty("numberMatched").GetInt32().ShouldBe(6);
            page.GetProperty("numberReturned").GetInt32().ShouldBe(page.GetProperty("features").GetArrayLength());
            page.GetProperty("features").GetArrayLength().ShouldBeLessThanOrEqualTo(2);
            foreach (var feature in page.GetProperty("features").EnumerateArray())
            {
                IsFeature(feature);
                ids.Add(feature.GetProperty("id").GetInt64());
            }
            var links = Links(page);
            links["self"].ShouldBe((address, GeoJson));
            links["collection"].Href.ShouldBe($"/ogc/collections/{_id}");
            address = links.TryGetValue("next", out var next) ? next.Href : null;
        }
        ids.ShouldBe([1, 2, 3, 4, 5, 6]);

        using var one = await staff.GetAsync($"{Items}/3");
        one.Content.Headers.ContentType!.MediaType.ShouldBe(GeoJson);
        var third = await one.Content.ReadFromJsonAsync<JsonElement>();
        IsFeature(third);
        Links(third)["self"].ShouldBe(($"{Items}/3", GeoJson));
        Links(third)["collection"].Href.ShouldBe($"/ogc/collections/{_id}");
        await (await staff.GetAsync($"{Items}/7")).ShouldBeProblem(HttpStatusCode.NotFound, "feature_not_found");
    }

    [Theory]
    [InlineData("", 6)]
    [InlineData("limit=10001", 6)] // No error, the standard says.
    [InlineData("limit=2147483647", 6)]
    [InlineData("limit=1", 1)]
    [InlineData("bbox=112,21,114,24", 4)]
    [InlineData("bbox=112,21,-100,114,24,9000", 4)]
    [InlineData("bbox=113.1,22.1,113.1,22.1", 1)]
    [InlineData("bbox=179,-1,-179,1", 2)] // Over the antimeridian.
    [InlineData("bbox=179,-1,-9000,-179,1,9000", 2)]
    [InlineData("bbox=114,-90,113.15,90", 5)]
    [InlineData("bbox=112,21,114,24&datetime=2026-11-02/..", 3)]
    [InlineData("datetime=2026-11-02T00:00:00Z/2026-11-03T23:00:00Z", 2)]
    [InlineData("kind=b", 3)]
    [InlineData("f=json&crs=" + Crs84 + "&bbox-crs=" + Crs84, 6)]
    public async Task A_question_is_answered_as_the_standard_defines_it(string query, int found)
    {
        using var staff = await LayerAsync();
        (await JsonAsync(staff, $"{Items}?{query}")).GetProperty("numberReturned").GetInt32().ShouldBe(found);
    }

    [Fact]
    public async Task What_is_no_parameter_or_no_value_is_refused_everywhere()
    {
        using var staff = await LayerAsync();
        foreach (var address in new[] { "/ogc", "/ogc/conformance", "/ogc/collections", $"/ogc/collections/{_id}", Items, $"{Items}/1" })
            await (await staff.GetAsync($"{address}?nonsense=1")).ShouldBeProblem(HttpStatusCode.BadRequest, "unknown_parameter");
        foreach (var (query, code) in new[]
        {
            ("limit=0", "invalid_limit"), ("limit=-1", "invalid_limit"), ("limit=2.5", "invalid_limit"), ("limit=", "invalid_limit"), ("limit=2147483648", "invalid_limit"), ("limit=1&limit=2", "invalid_limit"),
            ("bbox=", "invalid_bbox"), ("bbox=1,2,3,4,5", "invalid_bbox"), ("bbox=0,1,1,0", "invalid_bbox"), ("bbox=0,0,181,1", "invalid_bbox"), ("bbox=0,0,0,1,-1,0", "invalid_bbox"),
            ("datetime=2026-11-03/2026-11-02", "invalid_datetime"), ("datetime=../..", "invalid_datetime"), ("datetime=", "invalid_datetime"), ("f=xml", "invalid_format"), ("bbox-crs=EPSG:4326", "invalid_crs"),
        })
            await (await staff.GetAsync($"{Items}?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    private static void IsFeature(JsonElement feature)
    {
        feature.GetProperty("type").GetString().ShouldBe("Feature");
        feature.GetProperty("id").ValueKind.ShouldBe(JsonValueKind.Number);
        feature.GetProperty("geometry").GetProperty("type").GetString().ShouldBe("Point");
        feature.GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Select(number => number.GetDouble()).Count().ShouldBe(2);
        feature.GetProperty("properties").ValueKind.ShouldBe(JsonValueKind.Object);
    }

    /// <summary>By their relations; each link must have one, an address and a type.</summary>
    private static Dictionary<string, (string Href, string Type)> Links(JsonElement of) => of.GetProperty("links").EnumerateArray()
        .ToDictionary(link => link.GetProperty("rel").GetString()!, link => (link.GetProperty("href").GetString()!, link.GetProperty("type").GetString()!));

    private static DateTimeOffset Day(int day) => new(2026, 11, day, 8, 0, 0, TimeSpan.FromHours(8));

    private static async Task<JsonElement> JsonAsync(HttpClient caller, string address)
    {
        using var answer = await caller.GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Four objects around 江门, two beside the antimeridian, one a day.</summary>
    private async Task<HttpClient> LayerAsync()
    {
        var staff = await app.SignInAs("staff");
        (await staff.PostAsJsonAsync("/api/v1/layers", new
        {
            id = _id, title = "浮标", theme = "places", department = "海事局", kind = "point", description = "示例", lead = new { time = "seen", @class = "kind" },
            fields = new object[] { new { name = "kind", title = "类别" }, new { name = "seen", title = "时间" } },
        })).EnsureSuccessStatusCode();
        (double Lon, double Lat)[] places = [(113.1, 22.1), (113.2, 22.2), (113.0, 22.3), (113.1, 22.4), (179.95, 0.1), (-179.95, 0.1)];
        var features = places.Select((at, i) => string.Create(CultureInfo.InvariantCulture,
            $$"""{"type":"Feature","geometry":{"type":"Point","coordinates":[{{at.Lon}},{{at.Lat}}]},"properties":{"kind":"{{(i % 2 == 0 ? "a" : "b")}}","seen":"2026-11-0{{i + 1}}T08:00:00+08:00"} }"""));
        (await staff.PostAsync($"/api/v1/layers/{_id}/import?name=buoys.geojson", new StringContent($$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}"""))).EnsureSuccessStatusCode();
        return staff;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Layers;

/// <summary>The catalogue of layers over HTTP.</summary>
[Collection(RunningApp.Name)]
public sealed class LayerRoutesTests(CommandCenterApp app)
{
    private const string Layers = "/api/v1/layers";

    private readonly string _id = $"l{Guid.NewGuid():N}"[..20];

    private object Shelters => new { id = _id, title = "避难场所", theme = "emergency", department = "应急管理局", kind = "point", lead = new { label = "name" } };

    [Fact]
    public async Task A_layer_is_made_seen_changed_and_removed_and_each_is_recorded()
    {
        using var staff = await app.SignInAs("staff");
        using var made = await staff.PostAsJsonAsync(Layers, Shelters);
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        var layer = await made.Content.ReadFromJsonAsync<JsonElement>();
        layer.GetProperty("region").GetString().ShouldBe(CommandCenterApp.City);
        layer.GetProperty("themeTitle").GetString().ShouldBe("应急");
        layer.GetProperty("tiles").ValueKind.ShouldBe(JsonValueKind.Null);
        (await IdsAsync("town")).ShouldContain(_id);

        using var changed = await staff.PatchAsJsonAsync($"{Layers}/{_id}", new { title = "应急避难场所", row = layer.GetProperty("row").GetInt32() });
        var after = await changed.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        (after.GetProperty("title").GetString(), after.GetProperty("department").GetString()).ShouldBe(("应急避难场所", "应急管理局"));

        (await staff.DeleteAsync($"{Layers}/{_id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await staff.GetAsync($"{Layers}/{_id}")).ShouldBeProblem(HttpStatusCode.NotFound, "layer_not_found");
        (await RecordedAsync()).ShouldBe([AuditActions.LayerRemoved, AuditActions.LayerChanged, AuditActions.LayerCreated]);
    }

    [Fact]
    public async Task Two_who_change_the_same_entry_do_not_overwrite_each_other()
    {
        using var staff = await app.SignInAs("staff");
        var layer = await (await staff.PostAsJsonAsync(Layers, Shelters)).Content.ReadFromJsonAsync<JsonElement>();
        var row = layer.GetProperty("row").GetInt32();
        (await staff.PatchAsJsonAsync($"{Layers}/{_id}", new { title = "甲", row })).EnsureSuccessStatusCode();
        await (await staff.PatchAsJsonAsync($"{Layers}/{_id}", new { title = "乙", row })).ShouldBeProblem(HttpStatusCode.Conflict, "layer_changed");
        (await staff.GetFromJsonAsync<JsonElement>($"{Layers}/{_id}")).GetProperty("title").GetString().ShouldBe("甲");
    }

    [Fact]
    public async Task The_same_layer_made_ten_times_at_once_is_made_once()
    {
        using var staff = await app.SignInAs("staff");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => staff.PostAsJsonAsync(Layers, Shelters)));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created)) await refused.ShouldBeProblem(HttpStatusCode.Conflict, "layer_exists");
        (await RecordedAsync()).ShouldBe([AuditActions.LayerCreated]);
    }

    [Fact]
    public async Task An_internal_layer_is_not_there_for_roles_it_does_not_name()
    {
        using var staff = await app.SignInAs("staff");
        (await staff.PostAsJsonAsync(Layers, new { id = _id, title = "重点人员", theme = "people", department = "公安局", kind = "point", sensitivity = "sensitive", roles = new[] { "staff", "dispatcher" } }))
            .EnsureSuccessStatusCode();

        (await IdsAsync("dispatcher")).ShouldContain(_id);
        foreach (var user in new[] { "leader", "town" })
        {
            (await IdsAsync(user)).ShouldNotContain(_id);
            using var other = await app.SignInAs(user);
            await (await other.GetAsync($"{Layers}/{_id}")).ShouldBeProblem(HttpStatusCode.NotFound, "layer_not_found");
        }
    }

    [Fact]
    public async Task The_catalogue_tells_each_caller_how_much_of_a_layer_the_own_scope_holds()
    {
        // 蓬江 twice, 广海镇 once.
        const string shelters = """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","geometry":{"type":"Point","coordinates":[113.0815,22.5787]},"properties":{"opened":"2026-11-01"}},
            {"type":"Feature","geometry":{"type":"Point","coordinates":[113.0764,22.5900]},"properties":{"opened":"2026-11-20"}},
            {"type":"Feature","geometry":{"type":"Point","coordinates":[112.79307,21.96164]},"properties":{"opened":"2026-11-03 08:00"}}]}
            """;
        using var staff = await app.SignInAs("staff");
        using var town = await app.SignInAs("town");
        (await staff.PostAsJsonAsync(Layers, new
        {
            id = _id, title = "避难场所", theme = "emergency", department = "应急管理局", kind = "point", lead = new { time = "opened" }, fields = new[] { new { name = "opened", title = "启用" } },
        })).EnsureSuccessStatusCode();
        (await EntryAsync(town)).GetProperty("rows").GetInt32().ShouldBe(0);
        (await staff.PostAsync($"{Layers}/{_id}/import?name=shelters.geojson", new StringContent(shelters))).EnsureSuccessStatusCode();

        var (all, own) = (await EntryAsync(staff), await EntryAsync(town));
        (all.GetProperty("rows").GetInt32(), own.GetProperty("rows").GetInt32()).ShouldBe((3, 1));
        all.GetProperty("bounds").EnumerateArray().Select(edge => edge.GetDouble()).ShouldBe([112.79307, 21.96164, 113.0815, 22.59], 1e-6);
        own.GetProperty("bounds").EnumerateArray().Select(edge => edge.GetDouble()).ShouldBe([112.79307, 21.96164, 112.79307, 21.96164], 1e-6);
        all.GetProperty("time").EnumerateArray().Select(end => end.GetDateTimeOffset()).ShouldBe([Beijing(2026, 11, 1, 0), Beijing(2026, 11, 20, 0)]);
        own.GetProperty("time").EnumerateArray().Select(end => end.GetDateTimeOffset()).ShouldBe([Beijing(2026, 11, 3, 8), Beijing(2026, 11, 3, 8)]);
        foreach (var address in new[] { "/ogc/collections", $"/ogc/collections/{_id}", $"{Layers}/{_id}" })
            (await town.GetStringAsync(address)).ShouldNotContain("113.08");

        // The tile that holds all three: what a filter leaves out, and what is of another town, is not in it.
        foreach (var (filter, inCity, inTown) in new[] { ("", true, true), ("from=2026-11-19", true, false), ("from=2026-11-03&to=2026-11-03", true, true), ("to=2026-10-31", false, false), ("severity=1", false, false) })
            foreach (var (caller, isThere) in new[] { (staff, inCity), (town, inTown) })
                (await caller.GetAsync($"/tiles/{_id}/5/26/13.mvt?v=1&{filter}")).StatusCode.ShouldBe(isThere ? HttpStatusCode.OK : HttpStatusCode.NoContent, filter);

        async Task<JsonElement> EntryAsync(HttpClient caller) =>
            (await caller.GetFromJsonAsync<JsonElement[]>(Layers))!.Single(layer => layer.GetProperty("id").GetString() == _id);

        static DateTimeOffset Beijing(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, TimeSpan.FromHours(8));
    }

    [Theory]
    [InlineData("leader")]
    [InlineData("town")]
    [InlineData("dispatcher")]
    [InlineData("admin")]
    public async Task Nobody_but_staff_makes_a_layer(string user)
    {
        using var other = await app.SignInAs(user);
        await (await other.PostAsJsonAsync(Layers, Shelters)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await RecordedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Staff_of_a_county_keeps_layers_of_that_county_alone()
    {
        var name = $"staff-{Guid.NewGuid():N}"[..18];
        await app.MakeAccountAsync(name, "台山专班", Roles.Staff, "440781000000");
        using var county = await app.SignInAs(name);
        using var city = await app.SignInAs("staff");
        (await city.PostAsJsonAsync(Layers, Shelters)).EnsureSuccessStatusCode();

        await (await county.PatchAsJsonAsync($"{Layers}/{_id}", new { title = "台山的" })).ShouldBeProblem(HttpStatusCode.Forbidden, "not_your_layer");
        await (await county.DeleteAsync($"{Layers}/{_id}")).ShouldBeProblem(HttpStatusCode.Forbidden, "not_your_layer");
        await (await county.PostAsJsonAsync(Layers, new { id = _id + "b", title = "全市", theme = "emergency", department = "应急管理局", region = CommandCenterApp.City }))
            .ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
        (await city.GetFromJsonAsync<JsonElement>($"{Layers}/{_id}")).GetProperty("title").GetString().ShouldBe("避难场所");
    }

    [Theory]
    [InlineData("""{"id":"../x","title":"x","theme":"base","department":"x"}""", "invalid_layer_id")]
    [InlineData("""{"id":"towns","title":"x","theme":"base","department":"x"}""", "invalid_layer_id")]
    [InlineData("""{"id":"ok-layer","title":"","theme":"base","department":"x"}""", "invalid_title")]
    [InlineData("""{"id":"ok-layer","title":"x","theme":"'; DROP TABLE layers; --","department":"x"}""", "invalid_theme")]
    [InlineData("""{"id":"ok-layer","title":"x","theme":"base","department":"x","kind":"blob"}""", "invalid_kind")]
    [InlineData("""{"id":"ok-layer","title":"x","theme":"base","department":"x","kind":"1"}""", "invalid_kind")]
    [InlineData("""{"id":"ok-layer","title":"x","theme":"base","department":"x","sensitivity":"secret"}""", "invalid_sensitivity")]
    [InlineData("""{"id":"ok-layer","title":"x","theme":"base","department":"x","region":"44070"}""", "invalid_region")]
    [InlineData("""{"id":"ok-layer","title":"x","theme":"base","department":"x","roles":["root"]}""", "invalid_role")]
    [InlineData("""{"id":"ok-layer","title":"x","theme":"base","department":"x","style":{"colour":99}}""", "invalid_style")]
    public async Task What_cannot_be_a_layer_is_refused(string body, string code)
    {
        using var staff = await app.SignInAs("staff");
        await (await staff.PostAsync(Layers, new StringContent(body, System.Text.Encoding.UTF8, "application/json"))).ShouldBeProblem(HttpStatusCode.BadRequest, code);
        (await IdsAsync("staff")).ShouldNotContain("ok-layer");
    }

    private async Task<string[]> IdsAsync(string user)
    {
        using var caller = await app.SignInAs(user);
        return [.. (await caller.GetFromJsonAsync<JsonElement[]>(Layers))!.Select(layer => layer.GetProperty("id").GetString()!)];
    }

    private async Task<string[]> RecordedAsync() =>
    [
        .. (await app.Services.GetRequiredService<AuditArchive>().FindAsync(
            new() { Scope = RegionScope.Of(RegionCode.Parse(CommandCenterApp.City)), WithoutRegion = true, Text = _id }, default))
            .Where(entry => entry.Target == _id).Select(entry => entry.Action),
    ];
}

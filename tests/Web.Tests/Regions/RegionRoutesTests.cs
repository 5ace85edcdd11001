using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Web.Tests.Host;

namespace CommandCenter.Web.Tests.Regions;

[Collection(RunningApp.Name)]
public sealed class RegionRoutesTests(CommandCenterApp app)
{
    private const string Regions = "/api/v1/regions";

    [Fact]
    public async Task The_city_has_seven_counties_with_seventy_three_towns()
    {
        using var leader = await app.SignInAs("leader");
        var counties = await leader.GetFromJsonAsync<JsonElement[]>($"{Regions}/{CommandCenterApp.City}/children");
        counties!.Select(county => county.GetProperty("counts").GetProperty("towns").GetInt32()).ShouldBe([6, 3, 11, 17, 15, 10, 11]);
        var city = await leader.GetFromJsonAsync<JsonElement>($"{Regions}/{CommandCenterApp.City}");
        city.GetProperty("counts").GetProperty("villages").GetInt32().ShouldBe(1348);
        city.GetProperty("counts").GetProperty("specialUnits").GetInt32().ShouldBe(9);
    }

    [Fact]
    public async Task A_point_is_located_down_to_its_town()
    {
        using var leader = await app.SignInAs("leader");
        var found = await leader.GetFromJsonAsync<JsonElement>($"{Regions}/locate?lon=113.0815&lat=22.5787");
        found.GetProperty("path").EnumerateArray().Select(step => step.GetProperty("name").GetString()).Take(2).ShouldBe(["江门市", "蓬江区"]);
        found.GetProperty("level").GetString().ShouldBe("town");
    }

    [Theory]
    [InlineData("locate")]
    [InlineData("locate?lon=113")]
    [InlineData("locate?lon=NaN&lat=22")]
    [InlineData("locate?lon=22.5&lat=113.08")]
    public async Task A_position_that_cannot_be_is_refused(string query)
    {
        using var leader = await app.SignInAs("leader");
        await (await leader.GetAsync($"{Regions}/{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_position");
    }

    [Fact]
    public async Task A_point_in_the_sea_is_in_no_region()
    {
        using var leader = await app.SignInAs("leader");
        await (await leader.GetAsync($"{Regions}/locate?lon=150&lat=0")).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
    }

    [Theory]
    [InlineData("44070")]
    [InlineData("4407000000000")]
    [InlineData("%EF%BC%94%EF%BC%94%EF%BC%90%EF%BC%97%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90")]
    [InlineData("440700000000%0A")]
    [InlineData("44070000000x")]
    public async Task A_malformed_code_is_refused(string code)
    {
        using var leader = await app.SignInAs("leader");
        await (await leader.GetAsync($"{Regions}/{code}")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_region_code");
    }

    [Fact]
    public async Task An_unknown_region_is_not_found()
    {
        using var leader = await app.SignInAs("leader");
        await (await leader.GetAsync($"{Regions}/440799000000")).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
    }

    [Theory]
    [InlineData("江门", "江门市")]
    [InlineData("ts", "台山市")]
    [InlineData("TSS", "台山市")]
    [InlineData("440783", "开平市")]
    [InlineData("gf", "圭峰区")]
    public async Task A_region_is_found_by_name_initials_or_code(string text, string name)
    {
        using var leader = await app.SignInAs("leader");
        var found = await leader.GetFromJsonAsync<JsonElement[]>($"{Regions}?search={text}");
        found!.Select(region => region.GetProperty("name").GetString()).ShouldContain(name);
    }

    [Theory]
    [InlineData(CommandCenterApp.City)]
    [InlineData("440781000000")]
    [InlineData(CommandCenterApp.OtherTown)]
    public async Task A_town_account_does_not_learn_of_regions_above_or_beside_its_own(string code)
    {
        using var town = await app.SignInAs("town");
        await (await town.GetAsync($"{Regions}/{code}")).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
        await (await town.GetAsync($"{Regions}/{code}/children")).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
        var found = await town.GetFromJsonAsync<JsonElement[]>($"{Regions}?search=4407");
        foreach (var region in found!) region.GetProperty("code").GetString().ShouldStartWith(CommandCenterApp.Town[..9]);
    }

    [Fact]
    public async Task A_town_account_reads_its_own_town_with_the_names_above_it()
    {
        using var town = await app.SignInAs("town");
        var own = await town.GetFromJsonAsync<JsonElement>($"{Regions}/{CommandCenterApp.Town}");
        own.GetProperty("path").EnumerateArray().Select(step => step.GetProperty("name").GetString()).Take(2).ShouldBe(["江门市", "台山市"]);
        await (await town.GetAsync($"{Regions}/locate?lon=113.0815&lat=22.5787")).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
    }

    [Fact]
    public async Task A_stranger_is_asked_to_sign_in()
    {
        using var stranger = app.Browser();
        (await stranger.GetAsync($"{Regions}/{CommandCenterApp.City}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}

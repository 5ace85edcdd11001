using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Web.Tests.Host;

namespace CommandCenter.Web.Tests.Regions;

[Collection(RunningApp.Name)]
public sealed class FigureRoutesTests(CommandCenterApp app)
{
    private const string Taishan = "440781000000";

    [Fact]
    public async Task A_profile_has_five_dimensions_and_every_figure_its_passport()
    {
        using var leader = await app.SignInAs("leader");
        var profile = await leader.GetFromJsonAsync<JsonElement>($"/api/v1/regions/{Taishan}/profile");
        profile.GetProperty("dimensions").EnumerateArray().Select(dimension => dimension.GetProperty("dimension").GetString())
            .ShouldBe(["经济建设", "政治建设", "文化建设", "社会建设", "生态文明建设"]);
        var gdp = profile.GetProperty("dimensions")[0].GetProperty("figures")[0];
        gdp.GetProperty("shown").GetDecimal().ShouldBe(575.37m);
        gdp.GetProperty("growth").GetDecimal().ShouldBe(3.7m);
        var value = gdp.GetProperty("value");
        foreach (var member in new[] { "unit", "period", "source", "publisher", "grade", "asOf", "published" })
            value.GetProperty(member).ValueKind.ShouldNotBe(JsonValueKind.Null, member);
        var missing = profile.GetProperty("dimensions")[1].GetProperty("figures")[0];
        missing.GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        missing.GetProperty("shown").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Values_of_an_indicator_are_given_for_the_asked_years()
    {
        using var leader = await app.SignInAs("leader");
        var values = await leader.GetFromJsonAsync<JsonElement[]>($"/api/v1/indicators?region={Taishan}&indicator=地区生产总值&from=2021&to=2023");
        values!.Select(value => value.GetProperty("value").GetString()).ShouldBe(["503.23", "516.50", "547.4"]);
    }

    [Theory]
    [InlineData("region=440781000000&from=21", "invalid_period")]
    [InlineData("region=440781000000&from=2023&to=2021", "invalid_period")]
    [InlineData("region=4407", "invalid_region_code")]
    [InlineData("", "invalid_region_code")]
    public async Task A_question_that_cannot_be_answered_is_refused(string query, string code)
    {
        using var leader = await app.SignInAs("leader");
        await (await leader.GetAsync($"/api/v1/indicators?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData($"/api/v1/regions/{Taishan}/profile")]
    [InlineData($"/api/v1/indicators?region={Taishan}")]
    public async Task A_town_account_reads_no_figures_of_its_county(string address)
    {
        using var town = await app.SignInAs("town");
        await (await town.GetAsync(address)).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
    }

    [Theory]
    [InlineData("town", $"/regions/{Taishan}", HttpStatusCode.NotFound)]
    [InlineData("town", $"/regions/{CommandCenterApp.OtherTown}", HttpStatusCode.NotFound)]
    [InlineData("leader", "/regions/44078", HttpStatusCode.NotFound)]
    [InlineData("town", $"/regions/{CommandCenterApp.Town}", HttpStatusCode.OK)]
    [InlineData("leader", $"/regions/{Taishan}?indicator=常住人口&period=2023&passport=1", HttpStatusCode.OK)]
    [InlineData("leader", $"/regions/{Taishan}?indicator=<script>&period=x", HttpStatusCode.OK)]
    public async Task The_page_of_a_region_opens_only_inside_the_scope(string user, string address, HttpStatusCode status)
    {
        using var browser = await app.SignInAs(user);
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Accept", "text/html" } } };
        var answer = await browser.SendAsync(request);
        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("<script>&");
    }
}

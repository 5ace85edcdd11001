using System.Net;
using CommandCenter.Web.Tests.Host;

namespace CommandCenter.Web.Tests.Map;

[Collection(RunningApp.Name)]
public sealed class TilesEndpointTests(CommandCenterApp app)
{
    [Theory]
    [InlineData("counties")]
    [InlineData("towns")]
    [InlineData("baseline")]
    public async Task A_tile_of_the_city_is_given_and_may_be_kept_under_its_version(string layer)
    {
        using var leader = await app.SignInAs("leader");
        var tile = await leader.GetAsync($"/tiles/{layer}/8/208/111.mvt?v=1");
        tile.StatusCode.ShouldBe(HttpStatusCode.OK);
        tile.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.mapbox-vector-tile");
        tile.Headers.CacheControl!.ToString().ShouldContain("immutable");
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/tiles/{layer}/8/208/111.mvt?v=1");
        again.Headers.IfNoneMatch.Add(tile.Headers.ETag!);
        (await leader.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task The_far_sea_has_no_content()
    {
        using var leader = await app.SignInAs("leader");
        (await leader.GetAsync("/tiles/towns/8/0/0.mvt")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("/tiles/towns/99/0/0.mvt")]
    [InlineData("/tiles/towns/8/-1/0.mvt")]
    [InlineData("/tiles/towns/8/256/0.mvt")]
    [InlineData("/tiles/towns/8/1e3/0.mvt")]
    [InlineData("/tiles/towns/..%2f8/0/0.mvt")]
    public async Task A_tile_that_cannot_be_is_refused(string address)
    {
        using var leader = await app.SignInAs("leader");
        await (await leader.GetAsync(address)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_tile");
    }

    [Theory]
    [InlineData("?severity=5", "invalid_severity")]
    [InlineData("?severity=红", "invalid_severity")]
    [InlineData("?from=soon", "invalid_time")]
    [InlineData("?from=2026-11-24&to=2026-11-23", "invalid_time")]
    [InlineData("?to=2026-02-30", "invalid_time")]
    [InlineData("?class=a&class=b", "invalid_parameter")]
    [InlineData("?class=学校", "unknown_parameter")]
    public async Task A_filter_that_cannot_be_is_refused(string filter, string code)
    {
        using var leader = await app.SignInAs("leader");
        await (await leader.GetAsync($"/tiles/towns/8/208/111.mvt{filter}")).ShouldBeProblem(HttpStatusCode.BadRequest, code);
        await (await leader.GetAsync($"/tiles/towns/8/208/111.mvt?class={new string('x', 201)}")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_class");
    }

    [Fact]
    public async Task An_unknown_layer_is_not_found()
    {
        using var leader = await app.SignInAs("leader");
        await (await leader.GetAsync("/tiles/secrets/8/208/111.mvt")).ShouldBeProblem(HttpStatusCode.NotFound, "layer_not_found");
    }

    [Fact]
    public async Task A_town_account_gets_no_more_than_its_town()
    {
        using var leader = await app.SignInAs("leader");
        using var town = await app.SignInAs("town");
        var all = await leader.GetByteArrayAsync("/tiles/towns/8/208/111.mvt");
        var own = await town.GetByteArrayAsync("/tiles/towns/8/208/111.mvt");
        own.Length.ShouldBeLessThan(all.Length / 10);
        (await town.GetAsync("/tiles/counties/8/208/111.mvt")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }
}

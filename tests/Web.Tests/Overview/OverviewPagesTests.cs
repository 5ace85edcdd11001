using System.Net;
using AngleSharp.Html.Parser;
using CommandCenter.Web.Tests.Host;

namespace CommandCenter.Web.Tests.Overview;

[Collection(RunningApp.Name)]
public sealed class OverviewPagesTests(CommandCenterApp app)
{
    [Fact]
    public async Task A_wall_has_no_circuit_and_follows_the_feed()
    {
        using var browser = await app.SignInAs("leader");
        var html = await browser.GetStringAsync($"/wall/overview?region={CommandCenterApp.City}");
        html.ShouldNotContain("blazor.web.js");
        html.ShouldNotContain("<!--Blazor:");
        var page = new HtmlParser().ParseDocument(html);
        page.DocumentElement.GetAttribute("data-screen").ShouldBe("wall");
        page.QuerySelector("h1")!.TextContent.ShouldBe("江门市城市运行指挥中心");
        page.QuerySelectorAll($"[data-live='sensing:{CommandCenterApp.City}']").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_wall_is_dark_whatever_the_desk_likes()
    {
        using var browser = await app.SignInAs("leader");
        browser.DefaultRequestHeaders.Add("Cookie", "theme=light");
        var page = new HtmlParser().ParseDocument(await browser.GetStringAsync("/wall/overview"));
        page.DocumentElement.GetAttribute("data-theme").ShouldBe("dark");
    }

    [Theory]
    [InlineData($"/wall/overview?region={CommandCenterApp.OtherTown}")]
    [InlineData($"/wall/overview?region={CommandCenterApp.City}")]
    [InlineData($"/m?region={CommandCenterApp.OtherTown}")]
    [InlineData("/m?region=4407")]
    public async Task Another_region_does_not_exist(string address)
    {
        using var browser = await app.SignInAs("town");
        (await browser.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_phone_opens_on_the_own_region()
    {
        using var browser = await app.SignInAs("town");
        var page = new HtmlParser().ParseDocument(await browser.GetStringAsync("/m"));
        page.DocumentElement.GetAttribute("data-screen").ShouldBe("phone");
        page.QuerySelectorAll(".panel").Length.ShouldBeInRange(1, 5);
        page.QuerySelectorAll("a[href^='/m?region=']").ShouldAllBe(link => link.GetAttribute("href")!.StartsWith("/m?region=440781110"));
    }
}

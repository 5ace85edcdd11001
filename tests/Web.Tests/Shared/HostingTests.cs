using System.Net;
using CommandCenter.Web.Tests.Host;

namespace CommandCenter.Web.Tests.Shared;

[Collection(RunningApp.Name)]
public sealed class HostingTests(CommandCenterApp app)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/api/v1/no-such-thing")]
    [InlineData("/login")]
    public async Task Every_answer_carries_one_content_policy_and_says_nothing_of_the_server(string address)
    {
        using var browser = app.Browser();
        var headers = (await browser.GetAsync(address)).Headers;
        var policy = headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("frame-ancestors 'self'");
        policy.ShouldContain("connect-src 'self' https://video.example.cn:443;"); // as it is configured
        policy.ShouldEndWith("media-src 'self' blob: https://video.example.cn:443");
        headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task Is_ready_when_every_part_is()
    {
        using var browser = app.Browser();
        var answer = await browser.GetAsync("/health/ready");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("\"store\":\"healthy\"");
    }

    [Fact]
    public async Task Describes_its_interface_to_accounts_that_may_look()
    {
        using var stranger = app.Browser();
        await (await stranger.GetAsync("/openapi/v1.json")).ShouldBeProblem(HttpStatusCode.Unauthorized, "no_session");
        using var staff = await app.SignInAs("staff");
        (await staff.GetStringAsync("/openapi/v1.json")).ShouldContain("/api/v1/session");
    }

    [Fact]
    public async Task Another_site_opens_no_web_socket()
    {
        using var browser = await app.SignInAs("leader");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hub/live");
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Origin", "http://elsewhere.example");
        await (await browser.SendAsync(request)).ShouldBeProblem(HttpStatusCode.Forbidden, "foreign_origin");
    }
}

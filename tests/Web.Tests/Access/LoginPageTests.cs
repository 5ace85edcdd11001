using System.Net;
using AngleSharp.Html.Parser;
using CommandCenter.Web.Features.Access.Accounts;
using CommandCenter.Web.Features.Access.SignIn;
using CommandCenter.Web.Features.Access.Tokens;
using CommandCenter.Web.Tests.Host;

namespace CommandCenter.Web.Tests.Access;

[Collection(RunningApp.Name)]
public sealed class LoginPageTests(CommandCenterApp app)
{
    [Fact]
    public async Task Signs_in_and_goes_to_the_page_that_was_asked_for()
    {
        using var browser = app.Browser();
        var answer = await Submit(browser, "/login?returnUrl=%2Fregions%2F440781110000", "town", app.PasswordOf("town"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location!.ToString().ShouldEndWith("/regions/440781110000");
        (await browser.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("nobody", "wrong-password-1")]
    [InlineData("staff", "wrong-password-1")]
    public async Task Says_one_sentence_for_an_unknown_account_and_a_wrong_password(string user, string password)
    {
        using var browser = app.Browser();
        var answer = await Submit(browser, "/login", user, password);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("账号或密码不正确");
        page.QuerySelector("input[type=password]")!.GetAttribute("value").ShouldBeNull();
        (await browser.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Refuses_a_form_without_its_antiforgery_token()
    {
        using var browser = app.Browser();
        var answer = await browser.PostAsync("/login", new FormUrlEncodedContent(
        [
            new("_handler", "login"), new("Credentials.User", "town"), new("Credentials.Password", app.PasswordOf("town")),
        ]));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task A_page_without_a_session_leads_here_and_back()
    {
        using var browser = app.Browser();
        var answer = await browser.GetAsync("/styleguide?a=b");
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location!.ToString().ShouldBe("/login?returnUrl=%2Fstyleguide%3Fa%3Db");
    }

    [Theory]
    [InlineData("leader", "/regions/440700000000")]
    [InlineData("town", "/regions/440781110000")]
    [InlineData("admin", "/operations")]
    [InlineData("audit", "/audit")]
    [InlineData("security", "/account")]
    public async Task The_front_page_is_the_accounts_own(string user, string page)
    {
        using var browser = await app.SignInAs(user);
        var answer = await browser.GetAsync("/");
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location!.ToString().ShouldEndWith(page);
    }

    [Fact]
    public async Task The_account_page_says_who_I_am_in_which_role_and_where()
    {
        using var browser = await app.SignInAs("town");
        var page = await browser.GetStringAsync("/account");
        foreach (var word in new[] { "梁伟明", "镇街干部", "江门市 / 台山市 / 广海镇" })
            WebUtility.HtmlDecode(page).ShouldContain(word);
    }

    [Fact]
    public async Task The_sign_out_button_wants_its_form()
    {
        using var browser = await app.SignInAs("leader");
        await (await browser.PostAsync("/logout", new FormUrlEncodedContent([]))).ShouldBeProblem(HttpStatusCode.BadRequest, "stale_form");
        (await browser.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpResponseMessage> Submit(HttpClient browser, string address, string user, string password)
    {
        var page = new HtmlParser().ParseDocument(await browser.GetStringAsync(address));
        var fields = page.QuerySelectorAll("form input[type=hidden]")
            .Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!));
        return await browser.PostAsync(address, new FormUrlEncodedContent(
            [.. fields, new("Credentials.User", user), new("Credentials.Password", password)]));
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Store;
using CommandCenter.Web.Features.Access.Accounts;
using CommandCenter.Web.Features.Access.SignIn;
using CommandCenter.Web.Features.Access.Tokens;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Access;

[Collection(RunningApp.Name)]
public sealed class SessionTests(CommandCenterApp app)
{
    private const string Path = "/api/v1/session";

    [Fact]
    public async Task Signs_in_says_who_I_am_and_signs_out()
    {
        using var browser = app.Browser();

        var signedIn = await browser.PostAsJsonAsync(Path, new { user = "town", password = app.PasswordOf("town") });
        signedIn.StatusCode.ShouldBe(HttpStatusCode.OK);
        var session = await browser.GetFromJsonAsync<JsonElement>(Path);
        session.GetProperty("user").GetString().ShouldBe("town");
        session.GetProperty("name").GetString().ShouldBe("梁伟明");
        session.GetProperty("role").GetString().ShouldBe("town");
        session.GetProperty("scope").GetString().ShouldBe(CommandCenterApp.Town);

        (await browser.DeleteAsync(Path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await browser.GetAsync(Path)).ShouldBeProblem(HttpStatusCode.Unauthorized, "no_session");
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var browser = app.Browser();
        var answer = await browser.PostAsJsonAsync(Path, new { user = "leader", password = app.PasswordOf("leader") });
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("cc.session=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
    }

    [Fact]
    public async Task Gives_the_same_answer_for_unknown_wrong_and_locked()
    {
        await app.MakeAccountAsync("locked", "将被锁定", "staff", CommandCenterApp.City);
        using var browser = app.Browser();

        var unknown = await Refusal(browser, "nobody", "whatever-it-is-1");
        var wrong = await Refusal(browser, "locked", "whatever-it-is-1");
        for (var attempt = 0; attempt < 5; attempt++) await Refusal(browser, "locked", "whatever-it-is-1");
        var locked = await Refusal(browser, "locked", app.PasswordOf("locked"));

        wrong.ShouldBe(unknown);
        locked.ShouldBe(unknown);
    }

    [Fact]
    public async Task A_disabled_account_opens_nothing()
    {
        await app.MakeAccountAsync("disabled", "已停用", "staff", CommandCenterApp.City);
        await using (var store = await app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContextAsync())
            await store.Accounts.Where(account => account.UserName == "disabled")
                .ExecuteUpdateAsync(account => account.SetProperty(a => a.DisabledAt, DateTimeOffset.UnixEpoch));
        using var browser = app.Browser();
        (await Refusal(browser, "disabled", app.PasswordOf("disabled"))).ShouldNotBeNull().ShouldContain("账号或密码不正确");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"user":null,"password":null}""")]
    [InlineData("""{"user":"","password":""}""")]
    public async Task Refuses_empty_credentials(string body)
    {
        using var browser = app.Browser();
        var answer = await browser.PostAsync(Path, new StringContent(body, null, "application/json"));
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "wrong_credentials");
    }

    [Fact]
    public async Task Refuses_what_is_not_json()
    {
        using var browser = app.Browser();
        await (await browser.PostAsync(Path, new StringContent("{", null, "application/json")))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_parameter");
        await (await browser.PostAsync(Path, new FormUrlEncodedContent([new("user", "town")])))
            .ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task Refuses_a_sign_in_sent_by_another_site()
    {
        using var browser = app.Browser();
        browser.DefaultRequestHeaders.Add("Origin", "http://elsewhere.example");
        var answer = await browser.PostAsJsonAsync(Path, new { user = "town", password = app.PasswordOf("town") });
        await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "foreign_origin");
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    private static async Task<string?> Refusal(HttpClient browser, string user, string password)
    {
        var answer = await browser.PostAsJsonAsync(Path, new { user, password });
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();
    }
}

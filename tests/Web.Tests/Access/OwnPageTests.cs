using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace CommandCenter.Web.Tests.Access;

/// <summary>What an account does to itself, on its own page.</summary>
public sealed class OwnPageTests : IAsyncLifetime
{
    private const string NewPassword = "Seven-Rivers-Run-2-Sea";

    private AccessHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await AccessHost.StartAsync();
        await _host.MakeAccountAsync("leader", Roles.Leader);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_new_password_opens_and_ends_the_other_sessions()
    {
        using var other = await _host.SignInAs("leader");
        using var browser = await _host.SignInAs("leader");

        var answer = await ChangeAsync(browser, _host.PasswordOf("leader"), NewPassword);

        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await browser.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync(_host.PasswordOf("leader"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync(NewPassword)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("wrong", NewPassword, "当前密码不正确")]
    [InlineData(null, "short", "至少 12 个字符")]
    [InlineData(null, "P@ssw0rd123456", "过于常见")]
    [InlineData(null, "my-name-is-leader-7", "不能包含账号名")]
    public async Task A_form_without_the_right_password_changes_nothing(string? current, string wanted, string sentence)
    {
        using var browser = await _host.SignInAs("leader");
        var page = await (await ChangeAsync(browser, current ?? _host.PasswordOf("leader"), wanted)).PageAsync();
        page.QuerySelector("[role=alert]")!.TextContent.ShouldContain(sentence);
        (await SignInAsync(wanted)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_password_does_not_come_back()
    {
        using var browser = await _host.SignInAs("leader");
        await ChangeAsync(browser, _host.PasswordOf("leader"), NewPassword);
        var page = await (await ChangeAsync(browser, NewPassword, NewPassword)).PageAsync();
        page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("用过的密码");
    }

    [Fact]
    public async Task Who_has_to_change_the_password_opens_nothing_else_until_then()
    {
        await using (var store = _host.Store())
            await store.Accounts.ExecuteUpdateAsync(all => all.SetProperty(a => a.MustChangePassword, true));
        using var browser = await _host.SignInAs("leader");

        await (await browser.GetAsync("/openapi/v1.json")).ShouldBeProblem(HttpStatusCode.Forbidden, "password_change_required");
        (await browser.GetAsync("/regions")).Headers.Location!.ToString().ShouldBe("/account");
        (await browser.PageAsync("/account")).QuerySelector(".notice")!.TextContent.ShouldContain("请先更改密码");
        await ChangeAsync(browser, _host.PasswordOf("leader"), NewPassword);

        (await browser.GetAsync("/openapi/v1.json")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_password_that_is_too_old_has_to_be_changed()
    {
        await using var strict = await AccessHost.StartAsync(("COMMANDCENTER_SECURITY_PROFILE", "dengbao3"));
        await strict.MakeAccountAsync("leader", Roles.Leader);
        strict.Clock.Move(TimeSpan.FromDays(91));
        using var browser = await strict.SignInAs("leader");
        (await browser.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("pending").GetString().ShouldBe("password");
    }

    [Fact]
    public async Task An_authenticator_is_enrolled_and_asked_for_from_then_on()
    {
        using var browser = await _host.SignInAs("leader");
        var (authenticator, recovery) = await EnrolAsync(browser);

        recovery.Distinct().Count().ShouldBe(10);
        await (await SignInAsync(_host.PasswordOf("leader"))).ShouldBeProblem(HttpStatusCode.Unauthorized, "second_factor_required");
        await (await SignInAsync(_host.PasswordOf("leader"), "000000")).ShouldBeProblem(HttpStatusCode.Unauthorized, "wrong_code");
        _host.Clock.Move(TimeSpan.FromMinutes(1));
        var code = authenticator.ComputeTotp(_host.Clock.GetUtcNow().UtcDateTime);
        (await SignInAsync(_host.PasswordOf("leader"), code)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await SignInAsync(_host.PasswordOf("leader"), code)).ShouldBeProblem(HttpStatusCode.Unauthorized, "wrong_code");
        await (await SignInAsync("wrong-password-1", code)).ShouldBeProblem(HttpStatusCode.Unauthorized, "wrong_credentials");
    }

    [Fact]
    public async Task The_sign_in_page_asks_for_the_code_in_a_second_step()
    {
        using (var own = await _host.SignInAs("leader"))
        {
            var (authenticator, _) = await EnrolAsync(own);
            _host.Clock.Move(TimeSpan.FromMinutes(1));
            using var browser = _host.Browser();
            var first = await browser.SubmitAsync("/login?returnUrl=%2Fregions", "login", ("Credentials.User", "leader"), ("Credentials.Password", _host.PasswordOf("leader")));
            var page = await first.PageAsync();
            page.QuerySelector("input[type=password]").ShouldBeNull();
            (await browser.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

            var wrong = await (await browser.SubmitAsync("/login?returnUrl=%2Fregions", page, "code", ("Second.Code", "123456"))).PageAsync();
            wrong.QuerySelector("[role=alert]")!.TextContent.ShouldContain("动态口令不正确");
            var second = await browser.SubmitAsync("/login?returnUrl=%2Fregions", wrong, "code", ("Second.Code", authenticator.ComputeTotp(_host.Clock.GetUtcNow().UtcDateTime)));

            second.Headers.Location!.ToString().ShouldEndWith("/regions");
            (await browser.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_second_step_is_void_after_five_minutes()
    {
        using var own = await _host.SignInAs("leader");
        var (authenticator, _) = await EnrolAsync(own);
        using var browser = _host.Browser();
        var page = await (await browser.SubmitAsync("/login", "login", ("Credentials.User", "leader"), ("Credentials.Password", _host.PasswordOf("leader")))).PageAsync();
        _host.Clock.Move(TimeSpan.FromMinutes(6));
        await browser.SubmitAsync("/login", page, "code", ("Second.Code", authenticator.ComputeTotp(_host.Clock.GetUtcNow().UtcDateTime)));
        (await browser.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_recovery_code_opens_once_and_is_kept_as_a_hash()
    {
        using var browser = await _host.SignInAs("leader");
        var (_, recovery) = await EnrolAsync(browser);
        (await SignInAsync(_host.PasswordOf("leader"), recovery[3].ToUpperInvariant())).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await SignInAsync(_host.PasswordOf("leader"), recovery[3])).ShouldBeProblem(HttpStatusCode.Unauthorized, "wrong_code");
        await using var store = _host.Store();
        var kept = await store.RecoveryCodes.Select(code => code.Hash).ToListAsync();
        kept.Count.ShouldBe(9);
        kept.ShouldAllBe(hash => hash.Length == 64);
        (await store.Accounts.SingleAsync()).TotpSecret!.Length.ShouldBeGreaterThan(60, "sealed, not the 32 letters of the secret");
    }

    [Fact]
    public async Task Of_two_who_send_one_code_at_once_one_is_refused()
    {
        using var browser = await _host.SignInAs("leader");
        var (authenticator, _) = await EnrolAsync(browser);
        _host.Clock.Move(TimeSpan.FromMinutes(1));
        var code = authenticator.ComputeTotp(_host.Clock.GetUtcNow().UtcDateTime);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SignInAsync(_host.PasswordOf("leader"), code)));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
    }

    [Fact]
    public async Task A_role_that_needs_an_authenticator_opens_nothing_before_it_is_enrolled()
    {
        await using var strict = await AccessHost.StartAsync(("Access:SecondFactorRoles", "leader"));
        await strict.MakeAccountAsync("leader", Roles.Leader);
        using var browser = await strict.SignInAs("leader");
        await (await browser.GetAsync("/openapi/v1.json")).ShouldBeProblem(HttpStatusCode.Forbidden, "second_factor_enrolment_required");
        await EnrolAsync(browser, strict);
        (await browser.GetAsync("/openapi/v1.json")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ends_the_own_other_sessions_and_nobody_elses()
    {
        await _host.MakeAccountAsync("staff", Roles.Staff);
        using var stranger = await _host.SignInAs("staff");
        using var other = await _host.SignInAs("leader");
        using var browser = await _host.SignInAs("leader");
        string foreign;
        await using (var store = _host.Store())
            foreign = (await store.Sessions.Join(store.Accounts.Where(a => a.UserName == "staff"), s => s.AccountId, a => a.Id, (s, _) => s).SingleAsync()).Id;

        await browser.SubmitAsync("/account", "sessions", ("Sessions.Id", foreign));
        (await stranger.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await browser.SubmitAsync("/account", "sessions");

        (await other.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_account_for_walls_sees_walls_and_changes_nothing()
    {
        await _host.MakeAccountAsync("wall", Roles.Leader, isDisplay: true);
        using var browser = await _host.SignInAs("wall");
        (await browser.GetAsync("/regions")).Headers.Location!.ToString().ShouldBe("/wall/overview");
        await (await browser.PostAsync("/_blazor/negotiate?negotiateVersion=1", null)).ShouldBeProblem(HttpStatusCode.Forbidden, "display_account");
        (await browser.PageAsync("/account")).QuerySelectorAll("input[type=password]").ShouldBeEmpty();
        await (await browser.PostAsync("/account", new FormUrlEncodedContent([new("_handler", "password")]))).ShouldBeProblem(HttpStatusCode.Forbidden, "display_account");
        (await browser.DeleteAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private async Task<(Totp Authenticator, string[] Recovery)> EnrolAsync(HttpClient browser, AccessHost? host = null)
    {
        host ??= _host;
        var page = await (await browser.SubmitAsync("/account", "begin", ("Factor.Password", host.PasswordOf("leader")))).PageAsync();
        page.QuerySelector("svg[role=img] path")!.GetAttribute("d")!.Length.ShouldBeGreaterThan(1000);
        var authenticator = new Totp(Base32Encoding.ToBytes(page.QuerySelector(".secret code")!.TextContent.Replace(" ", "")));
        var code = authenticator.ComputeTotp(host.Clock.GetUtcNow().UtcDateTime);
        var done = await (await browser.SubmitAsync("/account", page, "confirm", ("Factor.Code", code))).PageAsync();
        return (authenticator, [.. done.QuerySelectorAll(".codes li").Select(item => item.TextContent)]);
    }

    private Task<HttpResponseMessage> ChangeAsync(HttpClient browser, string current, string wanted) => browser.SubmitAsync("/account", "password",
        ("Password.Current", current), ("Password.Wanted", wanted), ("Password.Again", wanted));

    private async Task<HttpResponseMessage> SignInAsync(string password, string? code = null)
    {
        using var browser = _host.Browser();
        return await browser.PostAsJsonAsync("/api/v1/session", new { user = "leader", password, code });
    }
}

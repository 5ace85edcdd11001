using System.Net;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Features.Access.Setup;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Access;

/// <summary>The first run: one token, once, then a door that is gone for ever.</summary>
public sealed class SetupTests
{
    private const string Password = "Long-Enough-7-Rivers";

    [Fact]
    public async Task The_token_makes_the_first_administrator_and_closes_the_door()
    {
        await using var host = await AccessHost.StartAsync();
        var token = await TokenAsync(host);
        using var browser = host.Browser();

        var done = await EnterAsync(browser, token, "root-1");

        (await done.PageAsync()).Body!.TextContent.ShouldContain("系统管理员已建立");
        (await browser.GetAsync("/setup")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var session = await browser.PostAsync("/api/v1/session", System.Net.Http.Json.JsonContent.Create(new { user = "root-1", password = Password }));
        session.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await session.Content.ReadAsStringAsync()).ShouldContain(Roles.SystemAdministrator);
    }

    [Fact]
    public async Task A_wrong_token_makes_nobody()
    {
        await using var host = await AccessHost.StartAsync();
        using var browser = host.Browser();

        var page = await (await EnterAsync(browser, "guessed", "root-1")).PageAsync();

        page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("一次性口令不正确");
        await using var store = host.Store();
        (await store.Accounts.CountAsync()).ShouldBe(0);
        (await browser.GetAsync("/setup")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("root-1", "short")]
    [InlineData("root-1", "password123456")]
    [InlineData("root-1", "root-1-and-more-words")]
    [InlineData("<img src=x onerror=alert(1)>", Password)]
    public async Task A_weak_password_or_a_strange_name_keeps_the_token_good(string user, string password)
    {
        await using var host = await AccessHost.StartAsync();
        var token = await TokenAsync(host);
        using var browser = host.Browser();

        var refused = await (await EnterAsync(browser, token, user, password)).PageAsync();
        refused.QuerySelector("[role=alert]").ShouldNotBeNull();
        refused.QuerySelector("img[onerror]").ShouldBeNull();

        (await (await EnterAsync(browser, token, "root-2")).PageAsync()).Body!.TextContent.ShouldContain("系统管理员已建立");
    }

    [Fact]
    public async Task Of_two_who_race_one_gets_in()
    {
        await using var host = await AccessHost.StartAsync();
        var token = await TokenAsync(host);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            await using var services = host.Services.CreateAsyncScope();
            return await services.ServiceProvider.GetRequiredService<SetupDesk>().EnterAsync(
                new($"{token}", $"root-{i}", Password, Password, CommandCenterApp.City), "127.0.0.1", CancellationToken.None);
        }));

        answers.Count(answer => answer.Fault is null).ShouldBe(1);
        await using var store = host.Store();
        (await store.Accounts.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_door_stays_gone_after_a_restart_and_when_all_accounts_are_deleted()
    {
        await using var host = await AccessHost.StartAsync();
        await EnterAsync(host.Browser(), await TokenAsync(host), "root-1");
        await using (var store = host.Store()) await store.Accounts.ExecuteDeleteAsync();

        await using var again = await AccessHost.StartAsync(host.DataFolder, null);

        (await again.Browser().GetAsync("/setup")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TokenAsync(again)).ShouldBe("");
    }

    [Fact]
    public async Task There_is_no_door_where_a_verb_made_an_account()
    {
        await using var host = await AccessHost.StartAsync();
        await host.MakeAccountAsync("admin", Roles.SystemAdministrator);
        (await host.Browser().GetAsync("/setup")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TokenAsync(host)).ShouldBe("");
    }

    [Fact]
    public async Task Where_the_three_are_separated_all_three_are_made()
    {
        await using var host = await AccessHost.StartAsync(("COMMANDCENTER_SECURITY_PROFILE", "dengbao3"));
        using var browser = host.Browser();

        var page = await (await browser.SubmitAsync("/setup", "setup",
            ("Wanted.Token", await TokenAsync(host)), ("Wanted.User", "sysadm"), ("Wanted.Password", Password), ("Wanted.Again", Password),
            ("Wanted.Scope", CommandCenterApp.City), ("Wanted.SecurityUser", "secadm"), ("Wanted.AuditUser", "auditadm"))).PageAsync();

        page.QuerySelectorAll("code").Length.ShouldBe(2);
        await using var store = host.Store();
        (await store.Accounts.OrderBy(one => one.UserName).Select(one => new { one.UserName, one.MustChangePassword }).ToListAsync())
            .Select(one => (one.UserName, one.MustChangePassword)).ShouldBe([("auditadm", true), ("secadm", true), ("sysadm", false)]);
    }

    /// <summary>A token as a start of the server prints it; empty when the door does not open.</summary>
    private static async Task<string> TokenAsync(AccessHost host)
    {
        await using var services = host.Services.CreateAsyncScope();
        return await services.ServiceProvider.GetRequiredService<SetupDesk>().OpenAsync(CancellationToken.None) ?? "";
    }

    private static Task<HttpResponseMessage> EnterAsync(HttpClient browser, string token, string user, string password = Password) => browser.SubmitAsync("/setup", "setup",
        ("Wanted.Token", token), ("Wanted.User", user), ("Wanted.Password", password), ("Wanted.Again", password), ("Wanted.Scope", CommandCenterApp.City));
}

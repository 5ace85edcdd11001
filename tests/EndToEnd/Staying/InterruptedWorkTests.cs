using System.Diagnostics;
using CommandCenter.EndToEnd.Host;
using CommandCenter.EndToEnd.Pages;
using CommandCenter.Tests.Faults;

namespace CommandCenter.EndToEnd.Staying;

/// <summary>What a person typed is still there, and is what gets saved: over a restarted server, an evicted circuit,
/// an exception, an ended session.</summary>
[Collection(ASpoiltCity.Name)]
public sealed class InterruptedWorkTests(RunningCity city, Browser browser) : IAsyncLifetime
{
    private FaultyLine _line = null!;

    public Task InitializeAsync()
    {
        _line = new(() => city.Address.Port);
        return city.StandAsync();
    }

    public async Task DisposeAsync() => await _line.DisposeAsync();

    private async Task<DraftForm> OpenAsync()
    {
        var form = new DraftForm(await browser.OpenAsync(city, "staff", 1366, 768, line: _line.Address));
        await form.OpenAsync();
        return form;
    }

    [Fact]
    public async Task Text_typed_over_a_restart_of_the_server_is_back_and_is_what_gets_saved()
    {
        var form = await OpenAsync();
        await form.MarkAsync();
        await form.TypeAsync("大隆洞", "重启之前");
        await form.Page.FillAsync("[name=secret]", "never-kept-1234");
        await form.Page.SelectOptionAsync("[name=level]", "镇");
        await form.Page.CheckAsync("[name=urgent]");

        await city.Server.KillAsync();
        await form.LostAsync();
        await form.NameAsync("大隆洞水库");
        await city.StartAgainAsync();
        await form.RenewedAsync();

        await form.ShowsAsync("大隆洞水库", "重启之前");
        (await form.Page.InnerTextAsync(".restored")).ShouldContain("已恢复");
        (await form.Page.InputValueAsync("[name=secret]")).ShouldBeEmpty();
        (await form.Page.EvaluateAsync<string>("JSON.stringify({ ...sessionStorage })")).ShouldNotContain("never-kept");
        await form.SaveAsync("大隆洞水库", "重启之前，镇，紧急");
        FaultTable.Tell("F18 server killed and restarted while someone typed: the text was back, and was what got saved");
        (await form.DraftsAsync()).ShouldBe(0);
        await form.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_evicted_circuit_is_replaced_and_the_text_is_back()
    {
        await city.KillAndRestartAsync(("Circuits__DisconnectedCircuitRetentionPeriod", "00:00:01"));
        var form = await OpenAsync();
        await form.MarkAsync();
        await form.TypeAsync("镇海湾", "驱逐之前");

        _line.Set(LineFault.Cut);
        await form.LostAsync();
        await form.NameAsync("镇海湾红树林");
        await Task.Delay(TimeSpan.FromSeconds(5));
        _line.Set(LineFault.None);
        await form.RenewedAsync();

        await form.ShowsAsync("镇海湾红树林", "驱逐之前");
        await form.SaveAsync("镇海湾红树林", "驱逐之前");
        await form.Page.Context.CloseAsync();
        await city.KillAndRestartAsync();
    }

    [Fact]
    public async Task An_exception_in_the_circuit_is_told_and_heals_by_itself()
    {
        var form = await OpenAsync();
        await form.MarkAsync();
        await form.TypeAsync("上川岛", "出错之前");

        await form.Page.ClickAsync("text=抛出异常");
        await form.SaysAsync("fault");
        await PageLook.PhotographAsync(form.Page, "fault-desk");
        await form.RenewedAsync();

        await form.ShowsAsync("上川岛", "出错之前");
        await form.SaveAsync("上川岛", "出错之前");
        await form.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_page_that_always_breaks_is_left_alone_after_three_times()
    {
        var page = await browser.OpenAsync(city, "staff", 1366, 768, "light", _line.Address);
        var loads = 0;
        page.DOMContentLoaded += (_, _) => loads++;
        var form = new DraftForm(page);

        await page.GotoAsync($"{DraftForm.Path}?broken=true");
        await form.SaysAsync("often");
        await PageLook.PhotographAsync(page, "fault-often-light");
        loads.ShouldBe(4);
        await Task.Delay(TimeSpan.FromSeconds(5));
        loads.ShouldBe(4);

        await page.ClickAsync("[data-reload]");
        for (var patience = Stopwatch.StartNew(); loads < 5 && patience.Elapsed < TimeSpan.FromSeconds(30);) await Task.Delay(50);
        loads.ShouldBe(5);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_ended_session_leads_to_the_login_and_back_to_the_text()
    {
        var form = await OpenAsync();
        await form.TypeAsync("圭峰", "会话结束之前");

        _line.Set(LineFault.Cut);
        await form.LostAsync();
        await form.NameAsync("圭峰山");
        await EndSessionAsync(form.Page);
        _line.Set(LineFault.None);
        await form.Page.WaitForURLAsync("**/login?returnUrl=*");
        await SignInAsync(form.Page, "staff");

        await form.Page.WaitForURLAsync($"**{DraftForm.Path}");
        await form.ReadyAsync();
        await form.ShowsAsync("圭峰山", "会话结束之前");
        await form.SaveAsync("圭峰山", "会话结束之前");
        await form.Page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(DraftForm.Path)]
    [InlineData("/m")]
    public async Task A_session_that_ends_under_an_open_page_leads_to_the_login(string address)
    {
        var page = await browser.OpenAsync(city, "staff", 1366, 768);
        await page.GotoAsync(address);
        await page.WaitForSelectorAsync(address == "/m" ? "[data-live]:not([data-stale])" : "main[data-interactive]");
        await EndSessionAsync(page);
        await page.WaitForURLAsync("**/login?returnUrl=*");
        await SignInAsync(page, "staff");
        await page.WaitForURLAsync($"**{address}");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Another_account_finds_nothing_and_signing_out_leaves_nothing()
    {
        var form = await OpenAsync();
        await form.TypeAsync("五邑", "不给别人看");
        await form.Page.Context.ClearCookiesAsync(new() { Name = "cc.session" });
        await form.Page.ReloadAsync();
        (await form.DraftsAsync()).ShouldBe(2);
        await SignInAsync(form.Page, "dispatcher");
        await form.Page.WaitForURLAsync($"**{DraftForm.Path}");
        await form.ReadyAsync();
        await form.ShowsAsync("", "");
        (await form.DraftsAsync()).ShouldBe(0);

        // The session, and the circuit with it, ends a while before the next page comes: nothing turns the way out into a way back.
        await form.TypeAsync("五邑", "退出即清");
        await form.Page.RouteAsync("**/logout", async route =>
        {
            var answer = await route.FetchAsync(new() { MaxRedirects = 0 });
            await Task.Delay(TimeSpan.FromSeconds(5));
            await route.FulfillAsync(new() { Response = answer });
        });
        await form.Page.ClickAsync("[data-menu] summary");
        await form.Page.ClickAsync("text=退出登录");
        await form.Page.WaitForURLAsync("**/login");
        (await form.DraftsAsync()).ShouldBe(0);
        await form.Page.Context.CloseAsync();
    }

    /// <summary>Ends the page's session on the server; the page keeps its cookie and is told nothing.</summary>
    private async Task EndSessionAsync(Microsoft.Playwright.IPage page)
    {
        var cookie = (await page.Context.CookiesAsync()).Single(cookie => cookie.Name == "cc.session");
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = city.Address };
        http.DefaultRequestHeaders.Add("Cookie", $"{cookie.Name}={cookie.Value}");
        (await http.DeleteAsync("/api/v1/session")).EnsureSuccessStatusCode();
    }

    private async Task SignInAsync(Microsoft.Playwright.IPage page, string user)
    {
        await page.FillAsync("input[autocomplete=username]", user);
        await page.FillAsync("input[type=password]", city.PasswordOf(user));
        await page.ClickAsync("button[type=submit]");
    }
}

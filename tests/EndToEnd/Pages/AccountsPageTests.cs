using CommandCenter.EndToEnd.Host;
using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Pages;

/// <summary>The page of accounts under a hand: a masked telephone number, the reason that opens it, a form that keeps what was typed.</summary>
[Collection(TheCity.Name)]
public sealed class AccountsPageTests(RunningCity city, Browser browser)
{
    private const string Masked = "164****0003";
    private const string Whole = "16407500003";

    [Theory]
    [InlineData("light", 1920, 1080)]
    [InlineData("dark", 1920, 1080)]
    [InlineData("dark", 390, 844)]
    public async Task A_number_is_shown_for_a_reason_until_the_panel_closes(string theme, int width, int height)
    {
        var page = await OpenAsync(width, height, theme);
        await using var _ = page.Context;
        await ChooseAsync(page, "leader");
        await Assertions.Expect(page.Locator(".person .phone")).ToContainTextAsync(Masked);
        await PageLook.PhotographAsync(page, $"accounts-panel-{width}-{theme}");
        await page.ClickAsync(".person .phone button");
        await page.FillAsync("dialog textarea", "  ");
        await page.ClickAsync("dialog button[type=submit]");
        await Assertions.Expect(page.Locator("dialog [role=alert]")).ToContainTextAsync("请写明查看理由");
        await PageLook.PhotographAsync(page, $"accounts-reason-{width}-{theme}");
        (await page.ContentAsync()).ShouldNotContain(Whole);

        await page.FillAsync("dialog textarea", "防汛值班，通知到岗");
        await page.ClickAsync("dialog button[type=submit]");
        await Assertions.Expect(page.Locator(".person .phone")).ToContainTextAsync(Whole);

        await page.ClickAsync(".person .close");
        await ChooseAsync(page, "leader");
        await Assertions.Expect(page.Locator(".person .phone")).ToContainTextAsync(Masked);
        (await page.ContentAsync()).ShouldNotContain(Whole);
    }

    [Fact]
    public async Task What_was_typed_about_an_account_survives_a_reload_until_it_is_given_up()
    {
        var page = await OpenAsync(1366, 768, "dark");
        await using var _ = page.Context;
        await NewAsync(page);
        await page.FillAsync("[data-draft=user]", "zhang");
        await page.FillAsync("[data-draft=phone]", "16407500008");
        await page.SelectOptionAsync("[data-draft=role]", "town");
        await page.SelectOptionAsync("select[aria-label=下一级]", RunningCity.Taishan);
        var town = page.Locator("select[aria-label=再下一级]").First;
        await town.SelectOptionAsync("440781110000");
        await Assertions.Expect(page.Locator("select[aria-label=再下一级]")).ToHaveCountAsync(2);

        await page.ReloadAsync();
        await ReadyAsync(page);
        await NewAsync(page);
        await Assertions.Expect(page.Locator("dialog .restored")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-draft=user]")).ToHaveValueAsync("zhang");
        await Assertions.Expect(page.Locator("[data-draft=phone]")).ToHaveValueAsync("16407500008");
        await Assertions.Expect(page.Locator("[data-draft=role]")).ToHaveValueAsync("town");
        await Assertions.Expect(town).ToHaveValueAsync("440781110000");

        await page.ClickAsync("dialog button:has-text('取消')");
        await Assertions.Expect(page.Locator("dialog")).ToHaveCountAsync(0);
        (await page.EvaluateAsync<int>("Object.keys(sessionStorage).filter(key => key.startsWith('draft|')).length")).ShouldBe(0);
        await NewAsync(page);
        await Assertions.Expect(page.Locator("[data-draft=user]")).ToHaveValueAsync("");
    }

    private async Task<IPage> OpenAsync(int width, int height, string theme)
    {
        var page = await browser.OpenAsync(city, "admin", width, height, theme);
        await page.GotoAsync("/accounts");
        await ReadyAsync(page);
        return page;
    }

    private static async Task ReadyAsync(IPage page) => await page.WaitForSelectorAsync("html:not([data-link]) main[data-interactive]");

    private static async Task NewAsync(IPage page)
    {
        await page.ClickAsync("button:has-text('新建账号')");
        await page.WaitForSelectorAsync("dialog[open] [data-draft=user]");
    }

    private static async Task ChooseAsync(IPage page, string user)
    {
        await page.ClickAsync($"tr:has-text('{user}') button");
        await page.WaitForSelectorAsync(".person");
    }
}

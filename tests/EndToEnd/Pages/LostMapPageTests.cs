using CommandCenter.EndToEnd.Host;
using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Pages;

/// <summary>The map page while its server is gone: what is drawn stays and is called old, what cannot be asked is said, and it comes back by itself.</summary>
[Collection(ASpoiltCity.Name)]
public sealed class LostMapPageTests(RunningCity city, Browser browser)
{
    [Fact]
    public async Task A_map_without_its_server_says_so_and_comes_back_by_itself()
    {
        await city.StandAsync();
        await MapLayers.MakeAsync(city);
        var page = await browser.OpenAsync(city, "staff", 1366, 768);
        await using var _ = page.Context;
        await page.GotoAsync("/map?at=113.0815,22.5787,14&on=map-shelters,counties");
        await page.WaitForSelectorAsync("cc-one-map[data-ready]", new() { State = WaitForSelectorState.Attached });

        await city.Server.KillAsync();
        await Assertions.Expect(page.Locator(".foot .lost")).ToBeVisibleAsync();
        await page.FocusAsync("canvas.maplibregl-canvas");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".inspector h2")).ToHaveTextAsync("北街小学");
        await Assertions.Expect(page.Locator(".inspector .fault")).ToContainTextAsync("与服务器失联");
        await Assertions.Expect(page.Locator(".inspector button[aria-label=关闭] svg path")).Not.ToHaveCountAsync(0);
        await page.FillAsync("[data-part=search]", "新会");
        await Assertions.Expect(page.Locator("#places")).ToContainTextAsync("与服务器失联");
        await Assertions.Expect(page.Locator("[data-layer]")).Not.ToHaveCountAsync(0);
        await PageLook.PhotographAsync(page, "map-lost");

        await city.StartAgainAsync();
        await Assertions.Expect(page.Locator(".foot .lost")).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await page.ClickAsync(".inspector button[aria-label=关闭]");
        await page.FocusAsync("canvas.maplibregl-canvas");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".inspector dl").First).ToContainTextAsync("可容纳");
    }
}

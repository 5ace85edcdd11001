using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Pages;

/// <summary>Photographs a page and measures it: contrast, size of type, what is clipped, outside, foreign or empty.</summary>
internal static class PageLook
{
    /// <summary>Milliseconds: a map of 4K is drawn without a graphics card, on a machine that others use too.</summary>
    private const float Patience = 240_000;

    private static readonly string Audit = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Pages", "page-audit.js"));

    /// <summary>Where the photographs go; not committed.</summary>
    public static string Folder { get; } = Directory.CreateDirectory(
        Path.Combine(Host.ServerProcess.Repository, "artifacts", "screenshots")).FullName;

    /// <summary>Waits until the page is interactive where it becomes so, its fonts are here and every map on it is drawn.</summary>
    public static async Task SettleAsync(IPage page)
    {
        if (await page.Locator("main.sheet").CountAsync() > 0) await page.Locator("main[data-interactive]").WaitForAsync();
        await page.EvaluateAsync("document.fonts.ready.then(() => true)");
        foreach (var map in await page.Locator("cc-map").AllAsync())
            await map.And(page.Locator("[data-map-ready]")).WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = Patience });
        foreach (var element in new[] { "cc-layers", "cc-devices", "cc-alarms", "cc-sensing", "cc-video", "cc-one-map" })
            if (await page.Locator(element).CountAsync() > 0)
                await page.Locator($"{element}[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = Patience });
    }

    public static async Task PhotographAsync(IPage page, string name)
    {
        var file = Path.Combine(Folder, name + ".png");
        await page.ScreenshotAsync(new() { Path = file, Timeout = 120_000 });
        Console.WriteLine($"screenshot {Path.GetRelativePath(Host.ServerProcess.Repository, file)}");
    }

    public static async Task<string[]> ComplaintsAsync(IPage page, double smallestText, bool scrolls) =>
        await page.EvaluateAsync<string[]>($"arguments => ({Audit})(arguments)", new { smallestText, scrolls });

    /// <summary>Controls whose name for a screen reader is missing or not Chinese.</summary>
    public static async Task<string[]> NamelessAsync(IPage page) => await page.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll(':is(cc-one-map, cc-layers, cc-devices, cc-alarms, cc-sensing, cc-video) :is(button, input, select, textarea, summary, a, canvas[tabindex], [tabindex="0"], [role=slider])')]
          .filter(control => control.checkVisibility())
          .filter(control => {
            const by = control.getAttribute('aria-labelledby');
            const name = control.getAttribute('aria-label') ?? (by ? document.getElementById(by)?.textContent : control.labels?.[0]?.textContent ?? control.textContent);
            return !/[\u4e00-\u9fff]/.test(name ?? '') && !control.closest('[data-verbatim]');
          })
          .map(control => control.outerHTML.slice(0, 120))
        """);
}

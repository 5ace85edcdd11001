using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Pages;

/// <summary>Photographs a page and measures it: contrast, size of type, what is clipped, outside, foreign or empty.</summary>
internal static class PageLook
{
    private static readonly string Audit = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Pages", "page-audit.js"));

    /// <summary>Where the photographs go; not committed.</summary>
    public static string Folder { get; } = Directory.CreateDirectory(
        Path.Combine(Host.ServerProcess.Repository, "artifacts", "screenshots")).FullName;

    /// <summary>Waits until nothing is loading and every map on the page is drawn.</summary>
    public static async Task SettleAsync(IPage page)
    {
        await page.WaitForLoadStateAsync(LoadState.Load);
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('cc-map')].every(map => map.hasAttribute('data-map-ready'))");
        await page.WaitForFunctionAsync("() => document.fonts.status === 'loaded'");
    }

    public static async Task PhotographAsync(IPage page, string name)
    {
        var file = Path.Combine(Folder, name + ".png");
        await page.ScreenshotAsync(new() { Path = file, Timeout = 120_000 });
        Console.WriteLine($"screenshot {Path.GetRelativePath(Host.ServerProcess.Repository, file)}");
    }

    public static async Task<string[]> ComplaintsAsync(IPage page, double smallestText, bool scrolls) =>
        await page.EvaluateAsync<string[]>($"arguments => ({Audit})(arguments)", new { smallestText, scrolls });
}

using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Staying;

/// <summary>The form of the styleguide that keeps drafts, as a person uses it; the server says what it was given.</summary>
internal sealed class DraftForm(IPage page)
{
    public const string Path = "/styleguide/draft";

    public IPage Page => page;

    public async Task OpenAsync(string query = "")
    {
        await page.GotoAsync(Path + query);
        await ReadyAsync();
    }

    /// <summary>The circuit has drawn the page and has the line.</summary>
    public async Task ReadyAsync() => await page.WaitForSelectorAsync("html:not([data-link]) main[data-interactive]");

    public async Task TypeAsync(string name, string note)
    {
        await NameAsync(name);
        await page.FillAsync("[name=note]", note);
    }

    /// <summary>Key by key, and leaves the field.</summary>
    public async Task NameAsync(string name)
    {
        await page.FillAsync("[name=name]", "");
        await page.Locator("[name=name]").PressSequentiallyAsync(name);
        await page.PressAsync("[name=name]", "Tab");
    }

    public async Task ShowsAsync(string name, string note)
    {
        await Assertions.Expect(page.Locator("[name=name]")).ToHaveValueAsync(name, new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("[name=note]")).ToHaveValueAsync(note, new() { Timeout = 30_000 });
    }

    /// <summary>Saves, and waits until the server says what it was given.</summary>
    public async Task SaveAsync(string name, string note)
    {
        await page.ClickAsync("button[type=submit]:has-text('保存')");
        await Assertions.Expect(page.Locator("[data-saved]")).ToContainTextAsync($"已保存：{name}，{note}", new() { Timeout = 30_000 });
    }

    /// <summary>Marks the document, so that a reload can be told from a resumption.</summary>
    public Task MarkAsync() => page.EvaluateAsync("document.documentElement.dataset.marked = 'true'");

    public async Task<bool> IsMarkedAsync() => await page.Locator("html[data-marked]").CountAsync() == 1;

    /// <summary>Another document has taken the place of the marked one, and is ready.</summary>
    public async Task RenewedAsync()
    {
        await page.WaitForSelectorAsync("html:not([data-marked])");
        await ReadyAsync();
    }

    public async Task LostAsync() => await page.WaitForSelectorAsync("html[data-link=lost]");

    public async Task SaysAsync(string what) => await page.WaitForSelectorAsync($"#link-lost[data-says={what}]:not([hidden])", new() { Timeout = 180_000 });

    public Task<int> DraftsAsync() =>
        page.EvaluateAsync<int>("Object.keys(sessionStorage).filter(key => key.startsWith('draft|')).length");
}

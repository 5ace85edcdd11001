using System.Diagnostics;
using CommandCenter.EndToEnd.Host;
using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Staying;

/// <summary>A wall, a desk with a circuit and a phone, left open as they are in a command room.</summary>
internal sealed class OpenPages : IAsyncDisposable
{
    /// <summary>Live figures are fresh, no line is lost, and what wants a circuit has it.</summary>
    public const string Whole = "html:not([data-link]):not(:has(main.sheet:not([data-interactive]))):not(:has([data-live][data-stale])) [data-live]";

    private readonly RunningCity _city;

    private OpenPages(RunningCity city, IReadOnlyDictionary<string, IPage> all) => (_city, All) = (city, all);

    /// <summary>wall, desk, phone.</summary>
    public IReadOnlyDictionary<string, IPage> All { get; }

    /// <param name="line">The way to the server, when it is not the straight one.</param>
    public static async Task<OpenPages> OpenAsync(RunningCity city, Browser browser, Uri? line = null, string theme = "dark")
    {
        var all = new Dictionary<string, IPage>
        {
            ["wall"] = await OpenAsync("leader", 1920, 1080, $"/wall/overview?region={RunningCity.City}"),
            ["desk"] = await OpenAsync("staff", 1366, 768, $"/regions/{RunningCity.City}"),
            ["phone"] = await OpenAsync("leader", 390, 844, "/m"),
        };
        return new(city, all);

        async Task<IPage> OpenAsync(string user, int width, int height, string address)
        {
            var page = await browser.OpenAsync(city, user, width, height, theme, line);
            await page.GotoAsync(address);
            await page.WaitForSelectorAsync(Whole, new() { Timeout = 240_000 });
            return page;
        }
    }

    public Task LostAsync() => Task.WhenAll(All.Values.Select(page => page.WaitForSelectorAsync("html[data-link=lost]")));

    /// <summary>Waits until each page is whole again, and how many seconds after <paramref name="since"/> it was.</summary>
    public async Task<IReadOnlyDictionary<string, double>> BackAsync(Stopwatch since)
    {
        var times = new Dictionary<string, double>();
        await Task.WhenAll(All.Select(async page =>
        {
            try
            {
                await page.Value.WaitForSelectorAsync(Whole, new() { Timeout = 240_000 });
            }
            catch (TimeoutException)
            {
                var head = await page.Value.EvaluateAsync<string>("document.documentElement.cloneNode(false).outerHTML").WaitAsync(TimeSpan.FromSeconds(10));
                throw new TimeoutException($"The {page.Key} did not come back: {head}. {_city.Server.Tell()}");
            }

            lock (times) times[page.Key] = since.Elapsed.TotalSeconds;
        }));
        return times;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in All.Values) await page.Context.CloseAsync();
    }
}

using System.Diagnostics;
using System.Globalization;
using CommandCenter.EndToEnd.Host;
using CommandCenter.Web.Tests.Live;
using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Live;

[Collection(TheCity.Name)]
public sealed class LiveFigureTests(RunningCity city, Browser browser)
{
    private const string Pengjiang = "440703000000";
    private const string Key = $"sensing:{Pengjiang}";
    private static readonly string _latest = "[data-live] [data-figure='latest.value']";

    private async Task<(string, string)> CookieOfAsync(string user)
    {
        var (http, cookies) = await city.SignInAsync(user);
        http.Dispose();
        return ("Cookie", cookies.GetCookieHeader(city.Address));
    }

    /// <summary>Posts a reading and waits until the page shows it.</summary>
    private async Task<double> SecondsToShowAsync(IPage page, double value)
    {
        var shown = page.EvaluateAsync<bool>(
            """
            ([place, text]) => new Promise(done => {
              const look = () => document.querySelector(place)?.textContent === text && done(true);
              new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
              look();
            })
            """,
            new[] { _latest, value.ToString(CultureInfo.InvariantCulture) });
        var watch = Stopwatch.StartNew();
        await city.PostAsync((RunningCity.Device, "water_level", TimeProvider.System.GetUtcNow(), value));
        await shown.WaitAsync(TimeSpan.FromSeconds(30));
        return watch.Elapsed.TotalSeconds;
    }

    [Fact]
    public async Task A_reading_reaches_the_open_page_without_reload_while_a_hundred_screens_follow()
    {
        var cookie = await CookieOfAsync("staff");
        var screens = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => HubScreen.ConnectAsync(city.Address, cookie)));
        foreach (var screen in screens) (await screen.SubscribeAsync(Key)).ShouldBeEmpty();
        var page = await browser.OpenAsync(city, "staff", 1366, 768);
        await page.GotoAsync($"/regions/{Pengjiang}");
        await page.WaitForSelectorAsync("[data-interactive]");
        await page.WaitForSelectorAsync(_latest);
        // The map's first drawing, in software here, would be measured with the first readings.
        await page.WaitForSelectorAsync("cc-map[data-map-ready]", new() { State = WaitForSelectorState.Attached });
        await page.EvaluateAsync("window.sameDocument = true");
        await SecondsToShowAsync(page, 1);

        var times = new List<double>();
        for (var i = 1; i <= 40; i++) times.Add(await SecondsToShowAsync(page, (100 + i) / 100.0));

        times.Sort();
        Console.WriteLine($"posted to shown, 100 screens: p50 {times[19] * 1000:0} ms, p95 {times[37] * 1000:0} ms (promised: 1,000)");
        // Printed, not judged to the second: a busy machine is no fault of the product. Each one came, none by way of minutes.
        times[^1].ShouldBeLessThan(30);
        (await page.EvaluateAsync<bool>("window.sameDocument === true")).ShouldBeTrue();
        foreach (var screen in screens) await screen.DisposeAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_same_batch_five_times_changes_no_figure()
    {
        // A county in which nobody else speaks.
        const string device = "E2E-ENPING";
        (await city.Gateway.PostAsync("/api/v1/devices", new StringContent(
            """{"device":"E2E-ENPING","name":"恩城水位站","type":"水位站","department":"水利","lon":112.305,"lat":22.183,"illustrative":true}"""))).EnsureSuccessStatusCode();
        await using var screen = await HubScreen.ConnectAsync(city.Address, await CookieOfAsync("staff"));
        await screen.SubscribeAsync("sensing:440785000000");
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-10);
        var batch = Enumerable.Range(0, 50).Select(i => (device, "water_level", at.AddMilliseconds(i), 1.5)).ToArray();

        (await city.PostAsync(batch)).GetProperty("accepted").GetInt32().ShouldBe(batch.Length);
        HubMessage shown;
        do shown = await screen.NextAsync();
        while (Counted(shown) != batch.Length);
        for (var again = 2; again <= 5; again++)
            (await city.PostAsync(batch)).GetProperty("duplicates").GetInt32().ShouldBe(batch.Length);

        // The as-of moves on past the flush that would have counted them again; no message carries another figure.
        var settled = shown.AsOf.AddSeconds(12);
        while (shown.AsOf < settled)
        {
            shown = await screen.NextAsync();
            Counted(shown).ShouldBeOneOf(null, batch.Length);
            foreach (var figure in new[] { "total", "online", "latest" }) shown.Data.TryGetProperty(figure, out _).ShouldBeFalse();
        }
    }

    /// <summary>Readings of the last hour, when the message carries them.</summary>
    private static long? Counted(HubMessage message) =>
        message.Data.TryGetProperty("minutes", out var minutes) ? minutes.EnumerateArray().Sum(count => count.GetInt64()) : null;

    [Fact]
    public async Task A_wall_comes_back_by_itself_after_the_server_was_killed()
    {
        var page = await browser.OpenAsync(city, "leader", 1920, 1080);
        await page.GotoAsync($"/wall/overview?region={RunningCity.City}");
        await page.WaitForSelectorAsync("[data-live]:not([data-stale])");

        var down = page.WaitForSelectorAsync("html[data-link=lost]");
        await city.KillAndRestartAsync();
        await down;
        var watch = Stopwatch.StartNew();
        await page.WaitForSelectorAsync("html:not([data-link=lost]) [data-live]:not([data-stale])");
        Console.WriteLine($"wall live again {watch.Elapsed.TotalSeconds:0.0} s after the server was ready");

        await city.PostAsync((RunningCity.Device, "water_level", TimeProvider.System.GetUtcNow(), 2.5));
        var online = page.Locator("[data-live] [data-figure=online]").First;
        await Assertions.Expect(online).Not.ToHaveTextAsync("0");
        await page.Context.CloseAsync();
    }
}

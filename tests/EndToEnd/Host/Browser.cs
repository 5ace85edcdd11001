using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Host;

/// <summary>Debian's Chromium, headless, drawing maps in software. One for each collection of tests; a context for each person.</summary>
public sealed partial class Browser
{
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(30_000); // a map drawn in software holds up its page for seconds
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-dev-shm-usage", "--use-gl=angle", "--use-angle=swiftshader",
                "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--no-first-run",
                "--host-resolver-rules=MAP video.example.test 127.0.0.1", // a video platform may not be on loopback, that of a test is
            ],
        });
    }

    /// <summary>A page of this size on which the account is signed in; null signs nobody in.</summary>
    /// <param name="line">The way to the server, when it is not the straight one.</param>
    public async Task<IPage> OpenAsync(RunningCity city, string? user, int width, int height, string theme = "dark", Uri? line = null)
    {
        var page = await OpenAsync(line ?? city.Address, width, height, theme);
        if (user is null) return page;
        var (http, cookies) = await city.SignInAsync(user);
        http.Dispose();
        await page.Context.AddCookiesAsync(cookies.GetCookies(city.Address).Cast<System.Net.Cookie>().Select(cookie => new Microsoft.Playwright.Cookie
        {
            Name = cookie.Name, Value = cookie.Value, Domain = city.Address.Host, Path = "/", HttpOnly = true,
        }));
        return page;
    }

    /// <summary>A page of this size on which nobody is signed in.</summary>
    public async Task<IPage> OpenAsync(Uri address, int width, int height, string theme = "dark")
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            Locale = "zh-CN",
            TimezoneId = "Asia/Shanghai",
            ColorScheme = theme == "light" ? ColorScheme.Light : ColorScheme.Dark,
        });
        context.SetDefaultTimeout(60_000);
        await context.AddCookiesAsync([new() { Name = "theme", Value = theme, Domain = address.Host, Path = "/" }]);
        return await context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}

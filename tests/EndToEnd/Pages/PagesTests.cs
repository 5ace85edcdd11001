using CommandCenter.EndToEnd.Host;
using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Pages;

[Collection(TheCity.Name)]
public sealed class PagesTests(RunningCity city, Browser browser)
{
    /// <summary>Name of the photograph, account, address, width, height, theme.</summary>
    public static TheoryData<string, string?, string, int, int, string> Looks => new()
    {
        { "wall-32x9", "leader", $"/wall/overview?region={RunningCity.City}", 3840, 1080, "dark" },
        { "wall-4k", "leader", $"/wall/overview?region={RunningCity.City}", 3840, 2160, "dark" },
        { "wall-1080", "leader", $"/wall/overview?region={RunningCity.City}", 1920, 1080, "dark" },
        { "wall-county", "leader", $"/wall/overview?region={RunningCity.Taishan}", 1920, 1080, "dark" },
        { "region-city", "staff", $"/regions/{RunningCity.City}", 1920, 1080, "dark" },
        { "region-county", "staff", $"/regions/{RunningCity.Taishan}", 1920, 1080, "dark" },
        { "region-county-light", "staff", $"/regions/{RunningCity.Taishan}", 1920, 1080, "light" },
        { "region-county-4k", "staff", $"/regions/{RunningCity.Taishan}", 3840, 2160, "dark" },
        { "region-county-small", "staff", $"/regions/{RunningCity.Taishan}", 1366, 768, "dark" },
        { "region-county-phone", "staff", $"/regions/{RunningCity.Taishan}", 390, 844, "dark" },
        { "region-town", "town", "/regions/440781110000", 1920, 1080, "dark" },
        { "region-village", "staff", "/regions/440703002101", 1920, 1080, "dark" },
        { "map", "staff", "/map", 1920, 1080, "dark" },
        { "map-small", "town", "/map", 1366, 768, "light" },
        { "map-4k", "staff", "/map", 3840, 2160, "dark" },
        { "layers", "staff", "/layers", 1920, 1080, "dark" },
        { "layers-small", "town", "/layers", 1366, 768, "light" },
        { "devices", "staff", "/sensing/devices?device=E2E-2", 1920, 1080, "dark" },
        { "devices-small", "town", "/sensing/devices", 1366, 768, "light" },
        { "devices-phone", "staff", "/sensing/devices", 390, 844, "dark" },
        { "sensing", "staff", "/sensing", 1920, 1080, "dark" },
        { "sensing-small", "town", "/sensing", 1366, 768, "light" },
        { "device", "staff", $"/devices/{RunningCity.Device}", 1920, 1080, "dark" },
        { "device-small", "staff", $"/devices/{RunningCity.Device}?range=1h", 1366, 768, "light" },
        { "alarms", "dispatcher", "/alarms", 1920, 1080, "dark" },
        { "alarms-small", "leader", "/alarms?state=closed", 1366, 768, "light" },
        { "alarm-rules", "staff", "/alarms/rules", 1366, 768, "dark" },
        { "video", "dispatcher", "/video?layout=9", 1920, 1080, "dark" },
        { "video-small", "town", "/video", 1366, 768, "light" },
        { "phone-leader", "leader", "/m", 390, 844, "dark" },
        { "phone-town", "town", "/m", 390, 844, "dark" },
        { "audit", "audit", "/audit", 1920, 1080, "dark" },
        { "audit-light", "audit", "/audit", 1920, 1080, "light" },
        { "audit-entry", "audit", "/audit?entry=2", 1366, 768, "dark" },
        { "audit-entry-light", "audit", "/audit?entry=2", 1366, 768, "light" },
        { "operations", "admin", "/operations", 1920, 1080, "light" },
        { "operations-small", "admin", "/operations", 1366, 768, "dark" },
        { "operations-phone", "admin", "/operations", 390, 844, "dark" },
        { "styleguide", "staff", "/styleguide", 1920, 1600, "dark" },
        { "styleguide-light", "staff", "/styleguide", 1920, 1600, "light" },
        { "login", null, "/login", 1920, 1080, "dark" },
        { "login-phone", null, "/login", 390, 844, "dark" },
        { "not-found", "staff", "/regions/440799000000", 1366, 768, "dark" },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Every_page_is_readable_whole_and_Chinese(string name, string? user, string address, int width, int height, string theme)
    {
        var page = await browser.OpenAsync(city, user, width, height, theme);
        await using var _ = page.Context;
        var mistakes = new List<string>();
        page.PageError += (_, error) => mistakes.Add($"script error: {error}");
        page.Console += (_, message) => { if (message.Type == "error" && !message.Text.Contains("404")) mistakes.Add($"console: {message.Text}"); };

        await page.GotoAsync(address);
        await PageLook.SettleAsync(page);
        await PageLook.PhotographAsync(page, name);

        var isWall = address.StartsWith("/wall", StringComparison.Ordinal);
        mistakes.AddRange(await PageLook.ComplaintsAsync(page, isWall ? height / 60.0 : 12, scrolls: !isWall));
        mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_password_is_told_in_one_Chinese_sentence()
    {
        var page = await browser.OpenAsync(city, null, 1366, 768);
        await using var _ = page.Context;
        await page.GotoAsync("/login");
        await page.FillAsync("input[type=text], input:not([type])", "leader");
        await page.FillAsync("input[type=password]", "wrong-password-1");
        await page.ClickAsync("button[type=submit]");

        await page.WaitForSelectorAsync("[role=alert]");
        await PageLook.PhotographAsync(page, "login-wrong");
        (await page.InnerTextAsync("[role=alert]")).ShouldContain("账号或密码");
        (await PageLook.ComplaintsAsync(page, 12, scrolls: true)).ShouldBeEmpty();
    }
}

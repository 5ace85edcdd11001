using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.EndToEnd.Host;
using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Pages;

/// <summary>The alarm desk as a dispatcher uses it: with the keyboard, while the line is up.</summary>
[Collection(TheCity.Name)]
public sealed class AlarmsPageTests(RunningCity city, Browser browser)
{
    [Fact]
    public async Task An_alarm_is_chosen_acknowledged_and_noted_by_keyboard_and_what_is_typed_is_text()
    {
        var page = await browser.OpenAsync(city, "dispatcher", 1366, 768);
        await using var _ = page.Context;
        await page.GotoAsync("/alarms");
        await PageLook.SettleAsync(page);
        var row = page.Locator("cc-alarms .row:has-text('灯杆倾斜')").First;
        await Assertions.Expect(row).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator("cc-alarms .row[aria-current]")).ToHaveCountAsync(1);
        await row.ClickAsync();
        await page.Locator("cc-alarms .acts button").First.WaitForAsync();
        await page.Keyboard.PressAsync("a");
        await Assertions.Expect(row).ToContainTextAsync("黄文珊 已确认");

        await row.ClickAsync();
        await page.Keyboard.PressAsync("n");
        await page.Locator("cc-alarms form textarea").FillAsync("已电话通知 <img src=x onerror=alert(1)>");
        // What is typed is still there after the page was loaded anew.
        await page.ReloadAsync();
        await PageLook.SettleAsync(page);
        await page.Locator("cc-alarms .acts button").First.WaitForAsync();
        await page.Keyboard.PressAsync("n");
        await Assertions.Expect(page.Locator("cc-alarms form textarea")).ToHaveValueAsync("已电话通知 <img src=x onerror=alert(1)>");
        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator("cc-alarms .steps")).ToContainTextAsync("已电话通知 <img src=x onerror=alert(1)>");
        await page.Keyboard.PressAsync("n");
        await Assertions.Expect(page.Locator("cc-alarms form textarea")).ToHaveValueAsync("");
        await page.Keyboard.PressAsync("Escape");
        (await PageLook.NamelessAsync(page)).ShouldBeEmpty();

        var (http, _) = await city.SignInAsync("staff");
        using var staff = http;
        var alarms = await staff.GetFromJsonAsync<JsonElement>("/api/v1/alarms?rule=pole-tilt&state=open");
        alarms.GetProperty("alarms")[0].GetProperty("acknowledgedBy").GetString().ShouldBe("黄文珊");
    }

    [Fact]
    public async Task A_new_alarm_comes_to_an_open_desk_by_itself()
    {
        var page = await browser.OpenAsync(city, "leader", 1366, 768, "light");
        await using var _ = page.Context;
        await page.GotoAsync("/alarms?text=台城雨量站");
        await PageLook.SettleAsync(page);
        await Assertions.Expect(page.Locator("cc-alarms .none").First).ToBeVisibleAsync();
        var (http, _) = await city.SignInAsync("staff");
        using var staff = http;
        (await staff.PutAsJsonAsync("/api/v1/alarm-rules/rain", new
        {
            name = "短时强降雨", region = RunningCity.City, condition = new { kind = "threshold", metric = "rainfall_1h", levels = new[] { new { color = "red", limit = 80 } } },
        })).EnsureSuccessStatusCode();
        await city.PostAsync(("E2E-2", "rainfall_1h", TimeProvider.System.GetUtcNow(), 90));

        await Assertions.Expect(page.Locator("cc-alarms .row")).ToContainTextAsync("台城雨量站 短时强降雨");
        await Assertions.Expect(page.Locator("cc-alarms [data-figure=red]")).Not.ToHaveTextAsync("0");
        await city.PostAsync(("E2E-2", "rainfall_1h", TimeProvider.System.GetUtcNow(), 4.5));
        (await staff.DeleteAsync("/api/v1/alarm-rules/rain")).EnsureSuccessStatusCode();
    }
}

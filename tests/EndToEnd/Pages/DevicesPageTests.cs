using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CommandCenter.EndToEnd.Host;
using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Pages;

/// <summary>The register under a hand: a device is found, completed, taken out of use; one that sends already is adopted; a file is looked at.</summary>
[Collection(TheCity.Name)]
public sealed class DevicesPageTests(RunningCity city, Browser browser)
{
    private const string Attack = "<img src=x onerror=alert(1)>";

    [Fact]
    public async Task A_device_is_found_completed_taken_out_of_use_and_one_that_sends_is_adopted()
    {
        await RegisterAsync("PAGE-1", Attack);
        using (var answer = await city.Gateway.PostAsync("/api/v1/telemetry", new StringContent(
            JsonSerializer.Serialize(new { device = "PAGE-2", metric = "water_level", ts = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), value = 1.5 }))))
            answer.EnsureSuccessStatusCode();
        var page = await browser.OpenAsync(city, "staff", 1366, 768);
        await using var _ = page.Context;
        var mistakes = new List<string>();
        page.Dialog += (_, dialog) => { mistakes.Add(dialog.Message); _ = dialog.DismissAsync(); };
        page.PageError += (_, error) => mistakes.Add(error);

        await page.GotoAsync("/sensing/devices");
        await ReadyAsync(page);
        await page.SelectOptionAsync("[aria-label='设备类型']", "水位站");
        await page.SelectOptionAsync("[aria-label='完整性']", "phone");
        await page.FillAsync("[data-part=search]", "PAGE-1");
        await page.Locator(".row:has-text('PAGE-1')").ClickAsync();
        await Assertions.Expect(page.Locator(".card h2")).ToHaveTextAsync(Attack);
        await Assertions.Expect(page.Locator(".gaps")).ToContainTextAsync("联系电话");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("type=.*missing=phone.*text=PAGE-1.*device=PAGE-1|device=PAGE-1"));

        // What is typed survives a reload, a number that is none is refused in the server's words.
        await page.ClickAsync(".acts .primary");
        await page.FillAsync("[name=responsible]", "黄志强");
        await page.FillAsync("[name=phone]", "110");
        await page.ClickAsync("button:has-text('保存')");
        await Assertions.Expect(page.Locator("dialog [role=alert]")).ToContainTextAsync("联系电话应为");
        (await PageLook.NamelessAsync(page)).ShouldBeEmpty();
        (await PageLook.ComplaintsAsync(page, 12, scrolls: true)).ShouldBeEmpty();
        await PageLook.PhotographAsync(page, "devices-form");
        await page.ReloadAsync();
        await ReadyAsync(page);
        await page.ClickAsync(".acts .primary");
        await Assertions.Expect(page.Locator(".kept")).ToContainTextAsync("已恢复上次没有保存的填写");
        await Assertions.Expect(page.Locator("[name=responsible]")).ToHaveValueAsync("黄志强");
        await page.FillAsync("[name=phone]", "13812341234");
        await page.ClickAsync("button:has-text('保存')");
        await Assertions.Expect(page.Locator(".card .facts")).ToContainTextAsync("138****1234");
        await Assertions.Expect(page.Locator(".rows .row")).ToHaveCountAsync(0); // It lacks no phone any more.

        await page.ClickAsync("[aria-label='查看完整联系电话']");
        await page.FillAsync("[name=reason]", "防汛值班");
        await page.ClickAsync("button:has-text('记录并查看')");
        await Assertions.Expect(page.Locator(".card .facts")).ToContainTextAsync("13812341234");
        await page.ClickAsync("button:has-text('停用')");
        await Assertions.Expect(page.Locator(".card .acts")).ToContainTextAsync("停用期间不接收读数");

        // One that sends and is not registered.
        await page.ClickAsync("[data-view=unknown]");
        await page.Locator("tr:has-text('PAGE-2') button").ClickAsync();
        await page.FillAsync("[name=name]", "新接入水位站");
        await page.FillAsync("[name=type]", "水位站");
        await page.FillAsync("[name=department]", "水利");
        await page.FillAsync("[name=lon]", "113.0815");
        await page.FillAsync("[name=lat]", "22.5787");
        await page.ClickAsync("dialog button:has-text('登记')");
        await Assertions.Expect(page.Locator(".card h2")).ToHaveTextAsync("新接入水位站");

        // The certificate leads to the devices that lack something.
        await page.ClickAsync("[data-view=certificate]");
        await Assertions.Expect(page.Locator(".summary")).ToContainTextAsync("停用设备不计");
        (await PageLook.NamelessAsync(page)).ShouldBeEmpty();
        (await PageLook.ComplaintsAsync(page, 12, scrolls: true)).ShouldBeEmpty();
        await PageLook.PhotographAsync(page, "devices-certificate");
        await page.Locator("tbody tr:has-text('水位站') button").Last.ClickAsync();
        await Assertions.Expect(page.Locator(".sheet[data-view=list]")).ToHaveCountAsync(1);
        (await page.Locator("cc-devices img").CountAsync()).ShouldBe(0);
        mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_is_looked_at_before_it_is_taken_and_who_may_not_is_told_why()
    {
        var page = await browser.OpenAsync(city, "staff", 1366, 768, "light");
        await using var _ = page.Context;
        await page.GotoAsync("/sensing/devices");
        await ReadyAsync(page);
        await page.ClickAsync("[data-do=import]");
        await ChooseAsync(page, $"device,name,type,department,lon,lat,phone\nPAGE-3,{Attack},水位站,水利,113.0815,22.5787,110\n");
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("1 处不能导入");
        await Assertions.Expect(page.Locator("dialog .primary")).ToBeDisabledAsync();
        (await PageLook.ComplaintsAsync(page, 12, scrolls: true)).ShouldBeEmpty();
        await PageLook.PhotographAsync(page, "devices-import");
        await ChooseAsync(page, "device,name,type,department,lon,lat,phone\nPAGE-3,导入站,水位站,水利,113.0815,22.5787,0750-3123456\n");
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("可以导入：1 台");
        await page.ClickAsync("dialog .primary");
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("已登记 1 台设备");

        var leader = await browser.OpenAsync(city, "leader", 1366, 768);
        await using var __ = leader.Context;
        await leader.GotoAsync("/sensing/devices?device=PAGE-3");
        await ReadyAsync(leader);
        await Assertions.Expect(leader.Locator("main")).ToContainTextAsync("由专班账号完成，您的角色是");
        await Assertions.Expect(leader.Locator(".card h2")).ToHaveTextAsync("导入站");
        (await leader.Locator("[data-do=import], [data-view=unknown], .acts").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Readings_of_a_wrong_clock_are_moved_and_replayed()
    {
        await RegisterAsync("PAGE-4", "快钟水位站");
        await city.PostAsync(("PAGE-4", "water_level", TimeProvider.System.GetUtcNow().AddHours(2), 1.5), ("PAGE-4", "water_level", TimeProvider.System.GetUtcNow().AddHours(3), 1.6));
        var page = await browser.OpenAsync(city, "staff", 1366, 768);
        await using var _ = page.Context;
        await page.GotoAsync("/sensing/devices?view=letters");
        await ReadyAsync(page);
        await Assertions.Expect(page.Locator("tr:has-text('PAGE-4')")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("button:has-text('重放选中的')")).ToBeDisabledAsync();
        await page.CheckAsync("[aria-label='选中列出的全部读数']");
        (await PageLook.NamelessAsync(page)).ShouldBeEmpty();
        (await PageLook.ComplaintsAsync(page, 12, scrolls: true)).ShouldBeEmpty();
        await PageLook.PhotographAsync(page, "devices-letters");
        await page.ClickAsync("button:has-text('重放选中的')");
        await Assertions.Expect(page.Locator(".list [role=alert]")).ToContainTextAsync("2 条没有重放：ts 晚于当前时间");
        await page.CheckAsync("[aria-label='选中列出的全部读数']");
        await page.FillAsync("[aria-label='时间平移（分钟，负数为提前）']", "-200");
        await page.ClickAsync("button:has-text('重放选中的')");
        await Assertions.Expect(page.Locator(".summary")).ToContainTextAsync("已重放 2 条");
        await Assertions.Expect(page.Locator(".list .none")).ToContainTextAsync("没有隔离的读数");

        // A single one is put right: it was sent under a wrong number, in centimetres.
        await RegisterAsync("PAGE-5", "另一水位站");
        await city.PostAsync(("PAGE-4", "water_level", TimeProvider.System.GetUtcNow().AddHours(2), 16));
        await page.ReloadAsync();
        await ReadyAsync(page);
        await page.CheckAsync("[aria-label='选中这条读数']");
        await page.FillAsync(".fix [name=device]", "PAGE-5");
        await page.FillAsync(".fix [name=value]", "1.6");
        await page.FillAsync("[aria-label='时间平移（分钟，负数为提前）']", "-130");
        await PageLook.PhotographAsync(page, "devices-letters-fix");
        await page.ClickAsync("button:has-text('重放选中的')");
        await Assertions.Expect(page.Locator(".summary")).ToContainTextAsync("已重放 1 条");
        await page.GotoAsync("/devices/PAGE-5");
        await Assertions.Expect(page.Locator(".values")).ToContainTextAsync("1.6");
    }

    private async Task RegisterAsync(string id, string name)
    {
        using var answer = await city.Gateway.PostAsync("/api/v1/devices", new StringContent(
            JsonSerializer.Serialize(new { device = id, name, type = "水位站", department = "水利", lon = 113.0815, lat = 22.5787, illustrative = true })));
        (await answer.Content.ReadAsStringAsync()).ShouldContain("\"accepted\":1");
    }

    private static Task ChooseAsync(IPage page, string table) => page.SetInputFilesAsync("dialog input[type=file]",
        new FilePayload { Name = "设备.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(table) });

    private static Task ReadyAsync(IPage page) => page.Locator("cc-devices[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
}

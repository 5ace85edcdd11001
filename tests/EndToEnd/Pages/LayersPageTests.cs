using System.Text;
using CommandCenter.EndToEnd.Host;
using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Pages;

/// <summary>The catalogue under a hand: a layer is made, a file is looked at, refused, confirmed, and the layer is taken away again.</summary>
[Collection(TheCity.Name)]
public sealed class LayersPageTests(RunningCity city, Browser browser)
{
    private const string Attack = "<img src=x onerror=alert(1)>";

    [Fact]
    public async Task A_layer_is_made_filled_from_a_file_that_was_looked_at_and_removed()
    {
        var page = await browser.OpenAsync(city, "staff", 1366, 768);
        await using var _ = page.Context;
        var alarms = new List<string>();
        page.Dialog += (_, dialog) => { alarms.Add(dialog.Message); _ = dialog.DismissAsync(); };
        page.PageError += (_, error) => alarms.Add(error);
        await page.GotoAsync("/layers");
        await ReadyAsync(page);

        await page.ClickAsync("[data-do=make]");
        await page.FillAsync("[name=id]", "page-shelters");
        await page.FillAsync("[name=title]", "页面避难场所");
        await page.SelectOptionAsync("[name=theme]", "emergency");
        await page.FillAsync("[name=department]", Attack);
        await page.SelectOptionAsync("[name=sensitivity]", "internal");
        await page.ClickAsync("button:has-text('建立')");
        await Assertions.Expect(page.Locator("dialog [role=alert]")).ToContainTextAsync("应写明哪些角色可见");
        await page.CheckAsync("[name='role:staff']");
        await page.SelectOptionAsync("[aria-label='所属区划：县（市、区）']", "440703000000");
        await page.SelectOptionAsync("[aria-label='所属区划：镇（街道）']", "440703002000");
        await page.SelectOptionAsync("[aria-label='所属区划：村（社区）']", "440703002101");
        await page.ClickAsync("button:has-text('增加一类')");
        await page.FillAsync("tr [name=c-class]", Attack);
        await page.SelectOptionAsync("tr [name=c-icon]", "school");
        await Assertions.Expect(page.Locator(".preview li").First).ToHaveTextAsync(Attack);
        await page.ClickAsync("button:has-text('增加一项')");
        await page.FillAsync("tr [name=f-name]", "名称");
        await page.SelectOptionAsync("tr [name=f-use]", "label");
        (await PageLook.NamelessAsync(page)).ShouldBeEmpty();

        // The page loads itself anew, as after a lost line: the form is open again, with all that was typed.
        await page.ReloadAsync();
        await ReadyAsync(page);
        await Assertions.Expect(page.Locator(".layer-dialog .kept")).ToContainTextAsync("已恢复上次没有保存的填写");
        await Assertions.Expect(page.Locator("[name=department]")).ToHaveValueAsync(Attack);
        await Assertions.Expect(page.Locator("tr [name=f-name]")).ToHaveValueAsync("名称");
        await Assertions.Expect(page.Locator("tr [name=c-class]")).ToHaveValueAsync(Attack);
        await Assertions.Expect(page.Locator("[aria-label='所属区划：村（社区）']")).ToHaveValueAsync("440703002101");
        (await PageLook.ComplaintsAsync(page, 12, scrolls: true)).ShouldBeEmpty();
        await PageLook.PhotographAsync(page, "layers-form");
        await page.ClickAsync("button:has-text('建立')");
        await Assertions.Expect(page.Locator(".card h2")).ToHaveTextAsync("页面避难场所");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("layer=page-shelters"));
        await Assertions.Expect(page.Locator(".card .facts")).ToContainTextAsync(Attack);
        (await page.EvaluateAsync<int>("() => Object.keys(sessionStorage).filter(key => key.startsWith('draft|')).length")).ShouldBe(0);
        (await PageLook.NamelessAsync(page)).ShouldBeEmpty();

        // By keyboard alone: found, chosen, opened for changes, left.
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("页面避难");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".card h2")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".layer-dialog [name=title]")).ToHaveValueAsync("页面避难场所");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".layer-dialog")).ToHaveCountAsync(0);

        // A table whose coordinates are swapped: a guess, to be confirmed; and one row that cannot be.
        await page.ClickAsync("button:has-text('导入数据')");
        await ChooseAsync(page, $"名称,a,b\n{Attack},113.0815,22.5787\n广海中学,112.79307,21.96164\n坏,112,\n");
        await Assertions.Expect(page.Locator(".told")).ToContainTextAsync("第一个坐标列");
        await Assertions.Expect(page.Locator(".confirm")).ToHaveCountAsync(0);
        await page.SelectOptionAsync("[name=lat]", "a");
        await page.SelectOptionAsync("[name=lon]", "b");
        var go = page.Locator(".confirm .primary");
        await Assertions.Expect(page.Locator(".choices")).ToContainTextAsync("坐标系（推测，请核对）");
        await Assertions.Expect(page.Locator(".report")).ToContainTextAsync("第 4 行");
        await Assertions.Expect(page.Locator(".report")).ToContainTextAsync(Attack);
        await Assertions.Expect(go).ToBeDisabledAsync();
        (await PageLook.ComplaintsAsync(page, 12, scrolls: true)).ShouldBeEmpty();
        await PageLook.PhotographAsync(page, "layers-import");
        await page.CheckAsync(".confirm label:has-text('已核对') input");
        await Assertions.Expect(go).ToBeDisabledAsync();
        await page.CheckAsync(".confirm label:has-text('略去') input");
        await go.ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("已导入第 1 版：2 个要素");
        await Assertions.Expect(page.Locator(".card .facts")).ToContainTextAsync("EPSG:4490");

        await page.ClickAsync("button:has-text('移除')");
        await page.FillAsync(".work .cc-input", "页面避难场所");
        await page.ClickAsync(".work .danger");
        await Assertions.Expect(page.Locator(".tree")).Not.ToContainTextAsync("页面避难场所");
        (await page.Locator("cc-layers img").CountAsync()).ShouldBe(0);
        alarms.ShouldBeEmpty();

        // Who may not change anything is told why.
        var leader = await browser.OpenAsync(city, "leader", 1366, 768, "light");
        await using var __ = leader.Context;
        await leader.GotoAsync("/layers");
        await ReadyAsync(leader);
        await Assertions.Expect(leader.Locator("main")).ToContainTextAsync("由专班账号完成，您的角色是");
        (await leader.Locator("[data-do=make]").CountAsync()).ShouldBe(0);
        (await PageLook.ComplaintsAsync(leader, 12, scrolls: true)).ShouldBeEmpty();
    }

    private static Task ChooseAsync(IPage page, string table) => page.SetInputFilesAsync("input[type=file]",
        new FilePayload { Name = "避难场所.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(table) });

    private static Task ReadyAsync(IPage page) => page.Locator("cc-layers[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
}

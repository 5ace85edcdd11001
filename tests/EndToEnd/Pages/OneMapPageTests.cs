using System.Diagnostics;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Geography;
using CommandCenter.EndToEnd.Host;
using Microsoft.Playwright;
using NetTopologySuite.Geometries;

namespace CommandCenter.EndToEnd.Pages;

/// <summary>The map page under a hand: layers, what lies under the pointer, tools, the address, keyboard.</summary>
[Collection(TheCity.Name)]
public sealed class OneMapPageTests(RunningCity city, Browser browser)
{
    private const string Near = "/map?at=113.0815,22.5787,14&on=map-shelters,map-attack,counties";

    [Fact]
    public async Task What_is_clicked_is_told_as_text_and_every_view_can_be_linked()
    {
        await MapLayers.MakeAsync(city);
        var page = await OpenAsync(Near);
        await using var _ = page.Context;
        var alarms = new List<string>();
        page.Dialog += (_, dialog) => { alarms.Add(dialog.Message); _ = dialog.DismissAsync(); };
        page.PageError += (_, error) => alarms.Add(error);

        // An attack by its name: in the tree, the legend, under the pointer and in the inspector it is text.
        await DrawsAsync(page, "map-attack", MapLayers.Attack);
        await PointAtAsync(page, MapLayers.Attacker);
        await Assertions.Expect(page.Locator(".tip:visible").First).ToContainTextAsync(MapLayers.Attack);
        await ClickAtAsync(page, MapLayers.Attacker);
        await Assertions.Expect(page.Locator(".inspector h2")).ToHaveTextAsync(MapLayers.Attack);
        await Assertions.Expect(page.Locator(".inspector dl").First).ToContainTextAsync("\"><script>alert(2)</script>");
        (await page.Locator("cc-one-map img, cc-one-map script").CountAsync()).ShouldBe(0);

        // An object with an alarm: attributes by the dictionary, place, other coordinates; the address keeps it through a reload.
        await ClickAtAsync(page, MapLayers.Shelter);
        await Assertions.Expect(page.Locator(".inspector h2")).ToHaveTextAsync("北街小学");
        await Assertions.Expect(page.Locator(".inspector .warn")).ToHaveTextAsync("橙色告警");
        await Assertions.Expect(page.Locator(".inspector .body")).ToContainTextAsync("可容纳");
        await Assertions.Expect(page.Locator(".inspector .body")).ToContainTextAsync("蓬江区");
        await page.ClickAsync(".inspector .more summary");
        await Assertions.Expect(page.Locator(".inspector .more dl")).ToContainTextAsync("EPSG:4547");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("select=map-shelters/1"));

        await page.ClickAsync("[data-layer=map-shelters] .name");
        await page.Locator("[data-layer=map-shelters] input[type=range]").FillAsync("60");
        await page.ClickAsync("[data-layer=map-attack] .eye");
        await page.ClickAsync("[data-layer=map-shelters] button[aria-label=避难场所下移一层]");
        await page.SelectOptionAsync("[data-part=crs]", "bd09");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("on=map-attack!,map-shelters~60,counties.*crs=bd09"));
        await page.ReloadAsync();
        await ReadyAsync(page);
        await Assertions.Expect(page.Locator(".inspector h2")).ToHaveTextAsync("北街小学");
        await Assertions.Expect(page.Locator("[data-layer=map-shelters] .cc-check")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("[data-layer=map-attack] .eye")).ToHaveAttributeAsync("aria-pressed", "false");
        await Assertions.Expect(page.Locator("[data-part=position]")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^113\.09\d{3}, 22\.58\d{3}$"));

        // Filter by an attribute that tiles do not know, by the class and by time: only what has it is drawn.
        await page.ClickAsync("[data-layer=map-shelters] .name");
        await page.SelectOptionAsync("[data-layer=map-shelters] .choice select", "capacity");
        await page.FillAsync("[data-layer=map-shelters] .choice input", "2000");
        await page.Keyboard.PressAsync("Tab");
        await DrawsAsync(page, "map-shelters", "常安体育馆");
        await page.SelectOptionAsync("[data-layer=map-shelters] .choice select", "kind");
        await page.FillAsync("[data-layer=map-shelters] .choice input", "公园");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("[data-told=map-shelters]")).ToHaveTextAsync("视图内 1 个");
        await DrawsAsync(page, "map-shelters", "白沙公园");
        alarms.ShouldBeEmpty();
        (await PageLook.ComplaintsAsync(page, 12, scrolls: true)).ShouldBeEmpty();
        await PageLook.PhotographAsync(page, "map-object");

        var day = TimeProvider.System.GetUtcNow();
        await page.GotoAsync($"/map?at=113.0815,22.5787,14&on=map-events&time={day.AddDays(-1):O}/{day:O}".Replace("+", "%2B"));
        await ReadyAsync(page);
        await DrawsAsync(page, "map-events", "占道经营");
    }

    [Fact]
    public async Task Every_tool_works_by_hand_and_by_keyboard_and_has_a_Chinese_name()
    {
        await MapLayers.MakeAsync(city);
        var page = await OpenAsync("/map?at=113.0815,22.5787,14&on=map-events,map-shelters,map-blocks,counties");
        await using var _ = page.Context;

        (await PageLook.NamelessAsync(page)).ShouldBeEmpty();

        // By keyboard alone: the middle of the map is asked by Enter.
        await page.FocusAsync("canvas.maplibregl-canvas");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".inspector h2")).ToHaveTextAsync("北街小学");
        await page.ClickAsync(".inspector button[aria-label=关闭]");

        // Measured by the page and by the product's own geodesics.
        await page.ClickAsync("[data-tool=distance]");
        await ClickAtAsync(page, (113.07, 22.58));
        await page.Mouse.DblClickAsync(700, 500);
        await Assertions.Expect(page.Locator(".length")).ToContainTextAsync("共");
        await PageLook.PhotographAsync(page, "map-distance");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("[data-part=hint]")).ToBeHiddenAsync();
        await AgreeAsync(page);

        await SelectAsync(page);

        // A place by its initials, a position by its numbers.
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("xhq");
        await Assertions.Expect(page.Locator("#places [role=option]").First).ToContainTextAsync("新会区");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"at=113\.\d+,22\.\d+,10\.30"));
        await page.FillAsync("[data-part=search]", "22.5787，113.0815");
        await Assertions.Expect(page.Locator("#places")).ToContainTextAsync("定位到坐标");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"at=113\.08150,22\.57870,14\.00"));

        // Time: of two events one happened within a day.
        await page.ClickAsync(".spans button:has-text('24 时')");
        await page.WaitForFunctionAsync("() => new URL(location).searchParams.has('time')");
        await page.ClickAsync(".spans button:has-text('全部')");
        await page.WaitForFunctionAsync("() => !new URL(location).searchParams.has('time')");

        // A bookmark keeps the view; buildings stand up; a picture leaves the house with who took it.
        await page.ClickAsync("summary:has-text('书签')");
        await page.FillAsync("[data-part=bookmarks] input", MapLayers.Attack);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-part=bookmarks] li")).ToHaveTextAsync(MapLayers.Attack);
        await page.Keyboard.PressAsync("Escape");
        await page.ClickAsync("[data-tool=tilt]");
        await Assertions.Expect(page.Locator("[data-tool=tilt]")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.ClickAsync("[data-tool=swipe]");
        await Assertions.Expect(page.Locator("[role=slider][aria-label=卷帘位置]")).ToBeVisibleAsync();
        await page.ClickAsync("[data-tool=swipe]");
        await BasesAsync(page);
        await page.ClickAsync("[data-tool=print]");
        await page.WaitForFunctionAsync("() => document.querySelector('dialog.print img')?.naturalWidth > 800");
        var picture = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("dialog.print .primary"));
        picture.SuggestedFilename.ShouldBe("江门市一张图.png");
        await PageLook.PhotographAsync(page, "map-print");
        (await PageLook.NamelessAsync(page)).ShouldBeEmpty();
    }

    /// <summary>天地图 under the layers, with its source at the foot; when it does not answer the built-in map is there, and the page says so.</summary>
    private async Task BasesAsync(IPage page)
    {
        await page.SelectOptionAsync("[data-part=base]", "img");
        await Assertions.Expect(page.Locator(".foot .source")).ToContainTextAsync("天地图");
        await page.WaitForFunctionAsync("() => document.querySelector('cc-map').map.getLayer('base|img|1') && document.querySelector('cc-map').map.isSourceLoaded('base|img|0')");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("base=img"));
        city.Maps.Says = response => { response.StatusCode = 500; return Task.CompletedTask; };
        try
        {
            await page.SelectOptionAsync("[data-part=base]", "vec");
            await Assertions.Expect(page.Locator("[data-part=base-told]")).ToContainTextAsync("天地图矢量没有答复，显示的是内置底图");
            (await page.EvaluateAsync<bool>("() => document.querySelector('cc-map').map.getStyle().layers.some(layer => layer.id.startsWith('base|'))")).ShouldBeFalse();
        }
        finally
        {
            city.Maps.Says = null;
        }
        await page.ClickAsync("[data-part=base-told] button");
        await Assertions.Expect(page.Locator("[data-part=base-told]")).ToBeHiddenAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('cc-map').map.getLayer('base|vec|1')");
        await page.SelectOptionAsync("[data-part=base]", "");
    }

    /// <summary>What lies in a box stands in a table; a row shows its object, and an object on the map its row.</summary>
    private static async Task SelectAsync(IPage page)
    {
        await page.ClickAsync("[data-tool=box]");
        var (west, north) = await PlaceAsync(page, (113.075, 22.592));
        var (east, south) = await PlaceAsync(page, (113.086, 22.574));
        await page.Mouse.MoveAsync(west, north);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(west + 40, north + 40);
        await page.Mouse.MoveAsync(east, south);
        await page.Mouse.UpAsync();
        await page.ClickAsync(".results .tabs button:has-text('避难场所')");
        await Assertions.Expect(page.Locator(".results tbody tr")).ToHaveCountAsync(3);
        await page.ClickAsync(".results tbody tr:has-text('白沙公园')");
        await Assertions.Expect(page.Locator(".inspector h2")).ToHaveTextAsync("白沙公园");
        await Assertions.Expect(page.Locator(".inspector .around")).ToContainTextAsync("避难场所");
        await Assertions.Expect(page.Locator(".results tr[aria-selected=true]")).ToContainTextAsync("白沙公园");
        await PageLook.PhotographAsync(page, "map-select");
        (await PageLook.ComplaintsAsync(page, 12, scrolls: true)).ShouldBeEmpty();
        (await PageLook.NamelessAsync(page)).ShouldBeEmpty();
        var file = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(".results button:has-text('导出 CSV')"));
        (await File.ReadAllTextAsync(await file.PathAsync())).ShouldContain("白沙公园");
        await page.ClickAsync("[data-tool=point]");
        await Assertions.Expect(page.Locator(".results")).ToBeHiddenAsync();
        await ClickAtAsync(page, MapLayers.Shelter);
        await Assertions.Expect(page.Locator(".inspector h2")).ToHaveTextAsync("北街小学");
        await page.ClickAsync(".inspector button[aria-label=关闭]");
    }

    /// <summary>Lengths and areas of the page beside Analytics: within a thousandth, as the issue asks, and in truth far closer.</summary>
    private static async Task AgreeAsync(IPage page)
    {
        (double, double)[] corners = [(113.0, 22.5), (113.3, 22.45), (113.25, 22.8), (112.9, 22.7)];
        var told = await page.EvaluateAsync<double[]>("""
            async corners => {
              const { metresBetween, squareMetres } = await import('/js/onemap/geodesy.js');
              return [metresBetween(corners[0], corners[1]), metresBetween(corners[2], corners[3]), squareMetres(corners)];
            }
            """, corners.Select(corner => new[] { corner.Item1, corner.Item2 }).ToArray());
        double Metres(int from, int to) => Geodesic.Metres(new(corners[from].Item1, corners[from].Item2), new(corners[to].Item1, corners[to].Item2));
        var ring = new Polygon(new LinearRing([.. corners.Append(corners[0]).Select(corner => new Coordinate(corner.Item1, corner.Item2))]));
        (told[0] / Metres(0, 1)).ShouldBe(1, 1e-6);
        (told[1] / Metres(2, 3)).ShouldBe(1, 1e-6);
        (told[2] / Geodesic.Area(ring)).ShouldBe(1, 1e-5);
    }

    /// <summary>Of a layer exactly what is named so is drawn; what was drawn before may take a moment to go.</summary>
    private static async Task DrawsAsync(IPage page, string layer, string name)
    {
        var drawn = "";
        for (var patience = Stopwatch.StartNew(); drawn != name && patience.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(50))
            drawn = await page.EvaluateAsync<string>($"[...new Set(document.querySelector('cc-map').map.queryRenderedFeatures().filter(hit => hit.layer.metadata?.layer === '{layer}').map(hit => hit.properties.label))].join('|')");
        drawn.ShouldBe(name);
    }

    private async Task<IPage> OpenAsync(string address)
    {
        var page = await browser.OpenAsync(city, "staff", 1920, 1080);
        await page.GotoAsync(address);
        await ReadyAsync(page);
        return page;
    }

    private static async Task ReadyAsync(IPage page) => await page.WaitForSelectorAsync("cc-one-map[data-ready]", new() { State = WaitForSelectorState.Attached });

    private static async Task<(float X, float Y)> PlaceAsync(IPage page, (double Lon, double Lat) at)
    {
        await page.WaitForFunctionAsync("""
            () => {
              const { map } = document.querySelector('cc-map');
              const [canvas, around] = [map.getCanvas(), map.getContainer()];
              return !map.isMoving() && canvas.clientWidth === around.clientWidth && canvas.clientHeight === around.clientHeight;
            }
            """);
        var place = await page.EvaluateAsync<double[]>("""
            at => {
              const { map } = document.querySelector('cc-map');
              const box = map.getCanvas().getBoundingClientRect();
              const { x, y } = map.project(at);
              return [box.x + x, box.y + y];
            }
            """, new[] { at.Lon, at.Lat });
        return ((float)place[0], (float)place[1]);
    }

    private static async Task PointAtAsync(IPage page, (double Lon, double Lat) at)
    {
        var (x, y) = await PlaceAsync(page, at);
        await page.Mouse.MoveAsync(x - 3, y);
        await page.Mouse.MoveAsync(x, y);
    }

    private static async Task ClickAtAsync(IPage page, (double Lon, double Lat) at)
    {
        var (x, y) = await PlaceAsync(page, at);
        await page.Mouse.ClickAsync(x, y);
    }
}

using System.Text.Json;
using CommandCenter.EndToEnd.Host;
using CommandCenter.EndToEnd.Pages;
using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Video;

/// <summary>The wall as an operator uses it: real pictures, by keyboard and by address, and what it says when one is away.</summary>
[Collection(ASpoiltCity.Name)]
public sealed class VideoWallTests(RunningCity city, Browser browser) : IAsyncLifetime
{
    private const string Alive = "async () => (await import('/js/video/player.js')).alive()";
    private VideoPlatform _platform = null!;

    public async Task InitializeAsync()
    {
        _platform = await VideoPlatform.StartAsync();
        await city.KillAndRestartAsync(("Video__Sources", _platform.Origin));
        var lines = Enumerable.Range(1, 6).Select(i => JsonSerializer.Serialize(new
        {
            device = $"CAM-{i}", name = $"北街路口 {i} 号", type = "视频监控", department = "公安", lon = 113.0815 + i * 0.001, lat = 22.5787, address = "建设路", illustrative = true,
            playUrl = i switch { 5 => "", 6 => "http://elsewhere.example.test/live.m3u8", _ => _platform.UrlOf($"cam-{i}") },
        }));
        using var answer = await city.Gateway.PostAsync("/api/v1/devices", new StringContent(string.Join('\n', lines)));
        (await answer.Content.ReadAsStringAsync()).ShouldContain("\"accepted\":6");
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    private static ILocator Cell(IPage page, int number) => page.Locator("cc-video .cell").Nth(number - 1);

    private static Task PlaysAsync(IPage page, int number) => Assertions.Expect(Cell(page, number)).ToHaveAttributeAsync("data-state", "playing", new() { Timeout = 60_000 });

    private static Task<double> TimeAsync(IPage page, int number) => Cell(page, number).Locator("video").EvaluateAsync<double>("video => video.currentTime");

    [Fact]
    public async Task A_camera_is_found_and_played_by_keyboard_alone_and_stands_in_the_address()
    {
        var page = await browser.OpenAsync(city, "dispatcher", 1366, 768);
        await using var _ = page.Context;
        await page.GotoAsync("/video");
        await PageLook.SettleAsync(page);
        (await page.EvaluateAsync<bool>("performance.getEntriesByType('resource').some(one => one.name.includes('/lib/hls/'))")).ShouldBeFalse("nothing plays yet");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("路口 2");
        await Assertions.Expect(page.Locator("cc-video .row")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter"); // out of the field
        await page.Keyboard.PressAsync("Enter"); // onto the wall
        await PlaysAsync(page, 1);
        var before = await TimeAsync(page, 1);
        await page.WaitForFunctionAsync($"() => document.querySelector('cc-video video').currentTime > {before.ToString(System.Globalization.CultureInfo.InvariantCulture)} + 1");
        await Assertions.Expect(Cell(page, 1)).ToContainTextAsync("北街路口 2 号");
        page.Url.ShouldContain("cells=CAM-2");
        page.Url.ShouldNotContain("s3cret");
        await PageLook.PhotographAsync(page, "video-playing");
        (await PageLook.NamelessAsync(page)).ShouldBeEmpty();

        await page.ReloadAsync(); // the address is enough
        await PlaysAsync(page, 1);
        await Cell(page, 1).FocusAsync();
        await page.Keyboard.PressAsync("Delete");
        await Assertions.Expect(Cell(page, 1)).ToHaveAttributeAsync("data-state", "empty");
        (await page.EvaluateAsync<int>(Alive)).ShouldBe(0);
        page.Url.ShouldNotContain("cells=");
        city.Server.Output.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task Four_pictures_play_at_once_and_none_is_fetched_that_has_no_place()
    {
        var page = await browser.OpenAsync(city, "leader", 1920, 1080);
        await using var _ = page.Context;
        await page.GotoAsync("/video?cells=CAM-1,CAM-2,CAM-3,CAM-4");
        for (var number = 1; number <= 4; number++) await PlaysAsync(page, number);
        var before = await Task.WhenAll(Enumerable.Range(1, 4).Select(number => TimeAsync(page, number)));
        await Task.Delay(3_000);
        for (var number = 1; number <= 4; number++) (await TimeAsync(page, number)).ShouldBeGreaterThan(before[number - 1], $"picture {number}");
        (await page.EvaluateAsync<int>(Alive)).ShouldBe(4);
        await PageLook.PhotographAsync(page, "video-four");

        for (var round = 0; round < 3; round++)
        {
            await page.Keyboard.PressAsync("1");
            await Assertions.Expect(page.Locator("cc-video .cell")).ToHaveCountAsync(1);
            await page.Keyboard.PressAsync("0");
            await Assertions.Expect(page.Locator("cc-video .cell")).ToHaveCountAsync(16);
            await page.Keyboard.PressAsync("4");
            for (var number = 1; number <= 4; number++) await PlaysAsync(page, number);
        }

        (await page.EvaluateAsync<int>(Alive)).ShouldBe(4);
        await Cell(page, 1).FocusAsync();
        foreach (var key in new[] { "Delete", "ArrowRight", "Delete", "ArrowDown", "Delete", "ArrowLeft", "Delete" }) await page.Keyboard.PressAsync(key);
        (await page.EvaluateAsync<int>(Alive)).ShouldBe(0);
        await Task.Delay(2_000); // what was on its way has come
        while (_platform.Asked.TryDequeue(out var _)) { }
        await Task.Delay(3_000);
        _platform.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dead_picture_says_so_in_Chinese_and_comes_back_by_itself()
    {
        _platform.Dead["cam-1"] = 404;
        var page = await browser.OpenAsync(city, "dispatcher", 1366, 768, "light");
        await using var _ = page.Context;
        await page.GotoAsync("/video?layout=1&cells=CAM-1");
        await Assertions.Expect(Cell(page, 1).GetByRole(AriaRole.Alert)).ToContainTextAsync("视频平台上没有这路视频（404）");
        await Assertions.Expect(Cell(page, 1).GetByRole(AriaRole.Button, new() { Name = "重试" })).ToBeVisibleAsync();
        await PageLook.PhotographAsync(page, "video-dead");
        _platform.Dead.Clear();
        await PlaysAsync(page, 1);

        _platform.Dead["cam-1"] = 403; // while it plays
        await Assertions.Expect(Cell(page, 1).GetByRole(AriaRole.Alert)).ToContainTextAsync("视频平台拒绝播放（403）", new() { Timeout = 60_000 });
        _platform.Dead.Clear();
        await Cell(page, 1).GetByRole(AriaRole.Button, new() { Name = "重试" }).ClickAsync();
        await PlaysAsync(page, 1);
        (await page.EvaluateAsync<int>(Alive)).ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_played_is_told_plainly_and_nothing_is_fetched()
    {
        var page = await browser.OpenAsync(city, "staff", 1366, 768);
        await using var _ = page.Context;
        var outside = new List<string>();
        page.Request += (_, request) => { if (!request.Url.StartsWith(city.Address.ToString(), StringComparison.Ordinal)) outside.Add(request.Url); };
        await page.GotoAsync("/video?cells=CAM-5,CAM-6,NOBODY");
        await Assertions.Expect(Cell(page, 1)).ToContainTextAsync("没有登记播放地址");
        await Assertions.Expect(Cell(page, 1)).ToContainTextAsync("北街路口 5 号");
        await Assertions.Expect(Cell(page, 2)).ToContainTextAsync("不属于允许的视频平台");
        await Assertions.Expect(Cell(page, 3)).ToContainTextAsync("没有找到这个视频点位");
        outside.ShouldBeEmpty();
        (await page.EvaluateAsync<string>("fetch('http://elsewhere.example.test/live.m3u8').then(() => 'fetched', () => 'refused')")).ShouldBe("refused");
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Features.Video;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Video;

/// <summary>Cameras over HTTP: found inside the caller's scope, opened on record.</summary>
[Collection(RunningApp.Name)]
public sealed class VideoRoutesTests(CommandCenterApp app) : IAsyncLifetime
{
    private const string Cameras = "/api/v1/video/cameras";
    private const string Secret = "token=geheim";

    /// <summary>A word that stands in the names of these tests' cameras alone.</summary>
    private readonly string _word = $"w{Guid.NewGuid():N}"[..10];

    private string Id(int number) => $"{_word}-{number}".ToUpperInvariant();

    public async Task InitializeAsync()
    {
        var url = $"https://video.example.cn/live/1.m3u8?{Secret}";
        var lines = new[]
        {
            Line(1, "北街路口", 113.0815, 22.5787, url), Line(2, "白沙码头", 113.0700, 22.5750, null), Line(3, "外网点位", 113.0764, 22.5900, "https://elsewhere.example/1.m3u8"),
            Line(4, "广海镇路口", 112.79307, 21.96164, url), JsonSerializer.Serialize(new { device = Id(5), name = $"{_word} 水位", type = "水位站", department = "水利", lon = 113.0815, lat = 22.5787 }),
        };
        using var http = app.Browser();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await app.MakeTokenAsync());
        (await (await http.PostAsync("/api/v1/devices", new StringContent(string.Join('\n', lines)))).Content.ReadAsStringAsync()).ShouldContain("\"accepted\":5");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private string Line(int number, string name, double lon, double lat, string? playUrl) => JsonSerializer.Serialize(new
    {
        device = Id(number), name = $"{_word} {name}", type = "视频监控", department = "公安", lon, lat, address = "建设路", nationalId = $"4407030000132{number:D7}", playUrl, illustrative = true,
    });

    private async Task<JsonElement> FoundAsync(string query, string user = "leader")
    {
        using var http = await app.SignInAs(user);
        return await http.GetFromJsonAsync<JsonElement>($"{Cameras}?q={_word}{query}");
    }

    private static string[] Ids(JsonElement found) => [.. found.GetProperty("cameras").EnumerateArray().Select(camera => camera.GetProperty("id").GetString()!)];

    [Fact]
    public async Task Cameras_are_found_by_words_class_region_state_and_nearness_page_by_page()
    {
        (await FoundAsync("")).GetProperty("total").GetInt32().ShouldBe(4); // the water level is no camera
        Ids(await FoundAsync(" 码头")).ShouldBe([Id(2)]);
        Ids(await FoundAsync(" 44070300001320000001")).ShouldBe([Id(1)]);
        Ids(await FoundAsync("&region=440781000000")).ShouldBe([Id(4)]);
        (await FoundAsync("&state=waiting")).GetProperty("total").GetInt32().ShouldBe(4);
        (await FoundAsync("&state=在线")).GetProperty("total").GetInt32().ShouldBe(0);
        (await FoundAsync("&class=公安")).GetProperty("total").GetInt32().ShouldBe(4);
        (await FoundAsync("&class=林业")).GetProperty("total").GetInt32().ShouldBe(0);
        var near = await FoundAsync("&lon=113.0700&lat=22.5750&limit=2");
        Ids(near)[0].ShouldBe(Id(2));
        near.GetProperty("cameras")[0].GetProperty("metres").GetInt32().ShouldBe(0);
        Ids(await FoundAsync("&lon=113.0700&lat=22.5750&limit=2&page=2"))[^1].ShouldBe(Id(4));
        var type = near.GetProperty("classes").EnumerateArray().First(one => one.GetProperty("kind").GetString() == "type");
        (type.GetProperty("name").GetString(), type.GetProperty("count").GetInt32()).ShouldBe(("视频监控", 4));
    }

    [Fact]
    public async Task What_cannot_be_played_says_why_and_no_list_tells_an_address()
    {
        var cameras = (await FoundAsync("")).GetProperty("cameras").EnumerateArray().ToDictionary(camera => camera.GetProperty("id").GetString()!);
        cameras[Id(1)].GetProperty("fault").GetString().ShouldBeNull();
        cameras[Id(2)].GetProperty("fault").GetString().ShouldBe("play_url_missing");
        cameras[Id(3)].GetProperty("fault").GetString().ShouldBe("video_source_refused");
        using var leader = await app.SignInAs("leader");
        using var staff = await app.SignInAs("staff");
        foreach (var address in new[] { $"{Cameras}?q={_word}", $"{Cameras}/{Id(1)}", $"/api/v1/devices?text={_word}", $"/api/v1/devices/{Id(1)}", $"/api/v1/devices/{Id(5)}/around?count=50", "/api/v1/sensing/around?lon=113.0815&lat=22.5787&count=50" })
            (await leader.GetStringAsync(address)).ShouldNotContain("m3u8", customMessage: address);
        (await staff.GetStringAsync($"/api/v1/devices?text={_word}")).ShouldNotContain("m3u8");
        (await staff.GetStringAsync($"/api/v1/devices/{Id(1)}")).ShouldContain(Secret); // who keeps the register has to see it
    }

    [Fact]
    public async Task Each_opening_is_on_record_and_what_is_refused_is_not_opened()
    {
        using var dispatcher = await app.SignInAs("dispatcher");
        using var opened = await dispatcher.PostAsync($"{Cameras}/{Id(1)}/open", null);
        opened.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await opened.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("playUrl").GetString()!.ShouldEndWith(Secret);
        await (await dispatcher.PostAsync($"{Cameras}/{Id(2)}/open", null)).ShouldBeProblem(HttpStatusCode.Conflict, "play_url_missing");
        (await (await dispatcher.PostAsync($"{Cameras}/{Id(3)}/open", null)).ShouldBeProblem(HttpStatusCode.Conflict, "video_source_refused")).ShouldContain("Video:Sources");
        await (await dispatcher.PostAsync($"{Cameras}/{Id(5)}/open", null)).ShouldBeProblem(HttpStatusCode.NotFound, "camera_not_found");
        var entry = (await RecordedAsync()).ShouldHaveSingleItem();
        (entry.Target, entry.ActorName).ShouldBe((Id(1), "dispatcher"));
        entry.Detail.ShouldNotContain("m3u8");
    }

    [Fact]
    public async Task A_town_finds_and_opens_its_own_cameras_alone_and_nothing_else_is_on_record()
    {
        Ids(await FoundAsync("", "town")).ShouldBe([Id(4)]);
        using var town = await app.SignInAs("town");
        await (await town.GetAsync($"{Cameras}?region=440703000000")).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
        await (await town.GetAsync($"{Cameras}/{Id(1)}")).ShouldBeProblem(HttpStatusCode.NotFound, "camera_not_found");
        await (await town.PostAsync($"{Cameras}/{Id(1)}/open", null)).ShouldBeProblem(HttpStatusCode.NotFound, "camera_not_found");
        using var stranger = app.Browser();
        await (await stranger.PostAsync($"{Cameras}/{Id(4)}/open", null)).ShouldBeProblem(HttpStatusCode.Unauthorized, "no_session");
        using var admin = await app.SignInAs("admin");
        (await admin.PostAsync($"{Cameras}/{Id(4)}/open", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await RecordedAsync()).ShouldBeEmpty();
        (await town.PostAsync($"{Cameras}/{Id(4)}/open", null)).EnsureSuccessStatusCode();
        (await RecordedAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_camera_that_changes_in_the_register_is_found_as_it_is_now()
    {
        using var staff = await app.SignInAs("staff");
        (await staff.PatchAsJsonAsync($"/api/v1/devices/{Id(2)}", new { name = $"{_word} 新会码头", lon = 112.79307, lat = 21.96164 })).EnsureSuccessStatusCode();
        Ids(await FoundAsync(" 白沙码头")).ShouldBeEmpty();
        Ids(await FoundAsync(" 新会", "town")).ShouldBe([Id(2)]);
    }

    [Theory]
    [InlineData("limit=0", "invalid_limit")]
    [InlineData("limit=201", "invalid_limit")]
    [InlineData("page=0", "invalid_page")]
    [InlineData("page=2147483647&limit=200", "invalid_page")]
    [InlineData("state=awake", "invalid_state")]
    [InlineData("lon=113", "invalid_position")]
    [InlineData("lon=113&lat=91", "invalid_position")]
    [InlineData("lon=NaN&lat=22", "invalid_position")]
    public async Task A_question_that_makes_no_sense_is_refused(string query, string code)
    {
        using var leader = await app.SignInAs("leader");
        await (await leader.GetAsync($"{Cameras}?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public void Origins_are_a_list_or_one_text_and_every_mistake_is_told()
    {
        static VideoOptions Read(params (string Key, string Value)[] settings) =>
            VideoOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build());
        Read().Sources.ShouldBeEmpty();
        Read().Allows("https://video.example.cn/1.m3u8").ShouldBeFalse();
        Read(("Video:Sources", "https://a.cn http://10.0.0.1:8080")).Sources.Count.ShouldBe(2);
        Read(("Video:Sources:0", "https://a.cn"), ("Video:Sources:1", "https://b.cn")).Allows("https://b.cn/1").ShouldBeTrue();
        var told = Should.Throw<InvalidOperationException>(() => Read(("Video:Sources", "a.cn https://b.cn/live"))).Message;
        told.ShouldContain("a.cn is not an origin");
        told.ShouldContain("https://b.cn/live is not an origin");
    }

    private async Task<IReadOnlyList<AuditEntry>> RecordedAsync()
    {
        await using var store = await app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContextAsync();
        return [.. (await store.AuditEntries.AsNoTracking().Where(entry => entry.Action == AuditActions.VideoOpened).ToListAsync()).Where(entry => entry.Target.StartsWith(_word, StringComparison.OrdinalIgnoreCase))];
    }
}

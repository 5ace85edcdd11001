using System.Net;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Web.Features.OneMap.BaseMaps;
using CommandCenter.Web.Tests.Host;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CommandCenter.Web.Tests.OneMap;

/// <summary>天地图 by way of the server: a WMTS on loopback stands for it, with a key that nobody may ever see.</summary>
[Collection(RunningApp.Name)]
public sealed class BaseMapTests(CommandCenterApp app) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("basemap-").FullName;
    private readonly Lines _log = new();

    public void Dispose()
    {
        app.Maps.Says = null;
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_tile_comes_by_way_of_the_server_once_and_its_key_is_shown_to_nobody()
    {
        app.Maps.Asked.Clear();
        using var town = await app.SignInAs("town");
        using var first = await town.GetAsync("/basemap/tianditu/vec/9/416/222");
        (first.StatusCode, first.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "image/png"));
        (await first.Content.ReadAsByteArrayAsync()).ShouldBe(MapService.Picture);
        var asked = app.Maps.Asked.ShouldHaveSingleItem();
        asked.ShouldStartWith("/vec_w/wmts?");
        foreach (var part in new[] { "REQUEST=GetTile", "LAYER=vec", "TILEMATRIXSET=w", "TILEMATRIX=9", "TILECOL=416", "TILEROW=222", $"tk={MapService.Key}" }) asked.ShouldContain(part);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/basemap/tianditu/vec/9/416/222");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        (await town.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        app.Maps.Asked.Count.ShouldBe(1);

        var page = await town.GetStringAsync("/map");
        page.ShouldContain("天地图影像");
        (first.Headers + first.Content.Headers.ToString() + page + await town.GetStringAsync("/openapi/v1.json")).ShouldNotContain(MapService.Key);
        using var stranger = app.Browser();
        (await stranger.GetAsync("/basemap/tianditu/vec/9/416/222")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("tianditu/ter/9/416/222", HttpStatusCode.NotFound, "basemap_not_found")]
    [InlineData("google/vec/9/416/222", HttpStatusCode.NotFound, "basemap_not_found")]
    [InlineData("tianditu/vec/0/0/0", HttpStatusCode.NotFound, "tile_not_found")]
    [InlineData("tianditu/vec/19/1/1", HttpStatusCode.NotFound, "tile_not_found")]
    [InlineData("tianditu/vec/99/0/0", HttpStatusCode.BadRequest, "invalid_tile")]
    [InlineData("tianditu/vec/9/-1/0", HttpStatusCode.BadRequest, "invalid_tile")]
    [InlineData("tianditu/vec/9/512/0", HttpStatusCode.BadRequest, "invalid_tile")]
    [InlineData("tianditu/vec/9/416/222%26tk%3Dx", HttpStatusCode.BadRequest, "invalid_tile")]
    [InlineData("tianditu/vec/9/416/..%2f..%2fetc", HttpStatusCode.BadRequest, "invalid_tile")]
    [InlineData("tianditu/..%2fimg/9/416/222", HttpStatusCode.NotFound, "basemap_not_found")]
    [InlineData("own/map/9/416/223", HttpStatusCode.NotFound, "tile_not_found")]
    [InlineData("own/map/9/416/..%2f222", HttpStatusCode.BadRequest, "invalid_tile")]
    public async Task Nothing_else_is_asked_for(string tile, HttpStatusCode status, string code)
    {
        app.Maps.Asked.Clear();
        using var staff = await app.SignInAs("staff");
        await (await staff.GetAsync($"/basemap/{tile}")).ShouldBeProblem(status, code);
        app.Maps.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_citys_own_map_is_given_too()
    {
        using var staff = await app.SignInAs("staff");
        (await staff.GetByteArrayAsync("/basemap/own/map/9/416/222?v=1")).ShouldBe(MapService.Picture);
    }

    public static TheoryData<string, Func<HttpResponse, Task>> Refusals => new()
    {
        { "an error", response => { response.StatusCode = 500; return Task.CompletedTask; } },
        { "a refused key, said with 200", response => MapService.WriteAsync(response, "application/json", """{"msg":"非法key","resolve":"…","code":301001}"""u8.ToArray()) },
        { "a page that calls itself a picture", response => MapService.WriteAsync(response, "image/png", "<script>alert(1)</script>"u8.ToArray()) },
        { "a picture of three megabytes", response => MapService.WriteAsync(response, "image/png", [.. MapService.Picture, .. new byte[3 << 20]]) },
        { "the way to another address", response => { response.Redirect("http://169.254.169.254/latest"); return Task.CompletedTask; } },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_is_no_picture_of_the_service_is_a_502_and_kept_nowhere(string what, Func<HttpResponse, Task> says)
    {
        app.Maps.Says = says;
        using var service = Service();
        var outcome = await service.TileAsync("img", Tile(9, 416, 222), default);
        (outcome.Refusal!.Status, outcome.Refusal.Code).ShouldBe((502, "basemap_unavailable"), what);
        Directory.EnumerateFiles(_folder).ShouldBeEmpty();
        _log.All.ShouldHaveSingleItem().ShouldNotContain(MapService.Key);
    }

    [Fact]
    public async Task A_service_that_hangs_is_a_504_and_an_old_picture_better_than_none()
    {
        var clock = new MovedClock();
        using (var patient = Service(clock)) (await patient.TileAsync("img", Tile(9, 416, 222), default)).Value!.Bytes.ShouldBe(MapService.Picture);
        using var service = Service(clock, TimeSpan.FromMilliseconds(300));
        var gate = new TaskCompletionSource();
        app.Maps.Says = _ => gate.Task;
        (await service.TileAsync("img", Tile(9, 416, 223), default)).Refusal!.Code.ShouldBe("basemap_timeout");
        clock.Move(TimeSpan.FromDays(40));
        (await service.TileAsync("img", Tile(9, 416, 222), default)).Value!.Bytes.ShouldBe(MapService.Picture);
        gate.SetResult();
        string.Join('\n', _log.All).ShouldNotContain(MapService.Key);
    }

    [Fact]
    public void The_disk_stays_within_its_bound_and_keeps_what_is_asked_for()
    {
        var disk = new TileDisk(_folder, 20 * MapService.Picture.Length);
        for (var x = 0; x < 60; x++)
        {
            disk.Keep("vec", Tile(9, x, 1), MapService.Picture, DateTimeOffset.UnixEpoch);
            disk.Find("vec", Tile(9, 0, 1)).ShouldNotBeNull();
            Directory.EnumerateFiles(_folder).Count().ShouldBeLessThanOrEqualTo(20);
        }
        disk.Find("vec", Tile(9, 20, 1)).ShouldBeNull();
        new TileDisk(_folder, 20 * MapService.Picture.Length).Find("vec", Tile(9, 59, 1))!.Value.At.ShouldBe(DateTimeOffset.UnixEpoch);
    }

    [Theory]
    [InlineData(BaseMapOptions.KeyKey, "short")]
    [InlineData(BaseMapOptions.KeyKey, "0123456789abcdef&tk=x")]
    [InlineData(BaseMapOptions.AddressKey, "file:///etc/passwd")]
    [InlineData(BaseMapOptions.AddressKey, "https://user:password@t0.tianditu.gov.cn")]
    [InlineData(BaseMapOptions.AddressKey, "https://t0.tianditu.gov.cn/?tk=x")]
    [InlineData(BaseMapOptions.OwnKey, "/nowhere/map.pmtiles")]
    [InlineData(BaseMapOptions.CacheKey, "much")]
    public void A_mistake_stops_the_start_and_names_the_variable_and_never_the_key(string variable, string value)
    {
        var settings = new Dictionary<string, string?> { [BaseMapOptions.KeyKey] = MapService.Key, [variable] = value };
        var mistake = Should.Throw<InvalidOperationException>(() => BaseMapOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
        mistake.Message.ShouldContain(variable);
        mistake.Message.ShouldNotContain(settings[BaseMapOptions.KeyKey]!);
    }

    private Tianditu Service(TimeProvider? clock = null, TimeSpan? patience = null) => new(
        new(app.Maps.Address, MapService.Key, "") { Patience = patience ?? TimeSpan.FromSeconds(8) }, new TileDisk(_folder, 1 << 20), clock ?? TimeProvider.System, _log);

    private static TileId Tile(int z, int x, int y) => TileId.TryMake(z, x, y, out var tile) ? tile : throw new ArgumentException("no tile");

    private sealed class Lines : ILogger<Tianditu>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(formatter(state, exception) + exception);
    }
}

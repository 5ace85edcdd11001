using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.EndToEnd.Host;
using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Nodes;

/// <summary>The walk through the product, behind the proxy that operations are given, on two nodes.</summary>
[Collection(TheNodes.Name)]
public sealed class ProxyWalkTests(TwoNodes nodes, Browser browser) : IAsyncLifetime
{
    private const string City = RunningCity.City, Pengjiang = "440703000000";
    private PrivateNginx _proxy = null!;

    public async Task InitializeAsync() => _proxy = await PrivateNginx.StartAsync(nodes.Ports);

    public async Task DisposeAsync() => await _proxy.DisposeAsync();

    [Fact]
    public async Task Systems_and_scripts_reach_both_nodes_as_one()
    {
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new() }) { BaseAddress = _proxy.Address };
        (await http.PostAsJsonAsync("/api/v1/session", new { user = "staff", password = nodes.PasswordOf("staff") })).EnsureSuccessStatusCode();
        using var region = JsonDocument.Parse(await http.GetStringAsync($"/api/v1/regions/{City}"));
        region.RootElement.GetProperty("name").GetString().ShouldBe("江门市");
        using var children = JsonDocument.Parse(await http.GetStringAsync($"/api/v1/regions/{City}/children"));
        children.RootElement.GetArrayLength().ShouldBe(7);
        (await http.GetStringAsync("/api/v1/regions/locate?lon=113.0815&lat=22.5787")).ShouldContain(Pengjiang);
        (await http.GetAsync("/internal/nodes/state")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // Five times, each by a caller of its own: the proxy spreads them.
        var body = SmallCity.Readings(TwoNodes.Device, TimeProvider.System.GetUtcNow().AddDays(-2), 100);
        var (accepted, duplicates) = (0, 0);
        for (var i = 0; i < 5; i++)
        {
            using var gateway = nodes.Gateway(_proxy.Address);
            using var answer = await gateway.PostAsync("/api/v1/telemetry", new StringContent(body));
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
            var receipt = await answer.Content.ReadFromJsonAsync<JsonElement>();
            accepted += receipt.GetProperty("accepted").GetInt32();
            duplicates += receipt.GetProperty("duplicates").GetInt32();
        }

        (accepted, duplicates).ShouldBe((100, 400));
    }

    [Fact]
    public async Task People_sign_in_work_and_go_on_when_their_node_is_killed()
    {
        var page = await browser.OpenAsync(_proxy.Address, 1366, 768);
        await using var _ = page.Context;
        await page.GotoAsync("/login");
        await page.FillAsync("input[type=text], input:not([type])", "staff");
        await page.FillAsync("input[type=password]", nodes.PasswordOf("staff"));
        await page.ClickAsync("button[type=submit]");
        await page.WaitForURLAsync(url => !url.Contains("/login", StringComparison.Ordinal));

        await page.GotoAsync($"/regions/{Pengjiang}");
        await page.WaitForSelectorAsync("[data-interactive]"); // The circuit's WebSocket stands.
        await page.WaitForSelectorAsync("[data-live] [data-figure='latest.value']");
        await ShowsAsync(page, 1.23);

        var wall = await page.Context.NewPageAsync();
        await wall.GotoAsync($"/wall/overview?region={City}");
        await wall.WaitForSelectorAsync("[data-live]:not([data-stale])");
        var node = await NodeOfAsync(page);
        var open = new ConcurrentDictionary<IRequest, byte>();
        page.Request += (_, request) => open[request] = 0;
        page.RequestFinished += (_, request) => open.TryRemove(request, out byte _);
        page.RequestFailed += (_, request) => open.TryRemove(request, out byte _);
        var down = wall.WaitForSelectorAsync("html[data-link=lost]");
        await nodes.KillAsync(node);
        await down;
        var watch = Stopwatch.StartNew();
        await wall.WaitForSelectorAsync("html:not([data-link=lost]) [data-live]:not([data-stale])");
        Console.WriteLine($"proxy: wall live again by the other node {watch.Elapsed.TotalSeconds:0.0} s after its node was killed");
        var other = await InstanceOfAsync(1 - node);
        try
        {
            await page.WaitForSelectorAsync($"html[data-server='{other}']:not([data-link]) [data-interactive]"); // without a hand
        }
        catch (TimeoutException)
        {
            var unanswered = string.Join('\n', open.Keys.Select(request => $"{request.Method} {request.Url}"));
            throw new TimeoutException($"The page at {page.Url} did not come back. Unanswered:\n{unanswered}\n{_proxy.Errors}\n{nodes.Tell(1 - node)}");
        }

        Console.WriteLine($"proxy: page interactive on the other node {watch.Elapsed.TotalSeconds:0.0} s after its node was killed");
        (await NodeOfAsync(page)).ShouldBe(1 - node);
        await ShowsAsync(page, 2.34);

        await nodes.StartAsync(node);
    }

    /// <summary>Posts a reading through the proxy, again while nobody takes it, until the page shows it.</summary>
    private async Task ShowsAsync(IPage page, double value)
    {
        using var gateway = nodes.Gateway(_proxy.Address);
        var body = string.Create(CultureInfo.InvariantCulture,
            $$"""{"device":"{{TwoNodes.Device}}","metric":"water_level","ts":{{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}},"value":{{value}}}""");
        while (true)
        {
            using var answer = await gateway.PostAsync("/api/v1/telemetry", new StringContent(body));
            if (answer.StatusCode is HttpStatusCode.Accepted) break;
            await Task.Delay(100);
        }

        var shown = value.ToString(CultureInfo.InvariantCulture);
        await Assertions.Expect(page.Locator("[data-live] [data-figure='latest.value']").First).ToHaveTextAsync(shown, new() { Timeout = 30_000 });
    }

    /// <summary>The node that answers this browser.</summary>
    private async Task<int> NodeOfAsync(IPage page)
    {
        var instance = await page.EvaluateAsync<string>("fetch('/version').then(answer => answer.json()).then(version => version.instance)");
        for (var node = 0; node < 2; node++)
            if (nodes.IsUp(node) && await InstanceOfAsync(node) == instance) return node;

        throw new InvalidOperationException("No node answers.");
    }

    private async Task<string> InstanceOfAsync(int node)
    {
        using var http = new HttpClient { BaseAddress = nodes.Address(node) };
        using var version = JsonDocument.Parse(await http.GetStringAsync("/version"));
        return version.RootElement.GetProperty("instance").GetString()!;
    }
}

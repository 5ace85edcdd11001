using CommandCenter.EndToEnd.Host;
using Microsoft.Playwright;

namespace CommandCenter.EndToEnd.Pages;

/// <summary>The devices on the map page as they are now: what moves, what warns, what leaves.</summary>
[Collection(TheCity.Name)]
public sealed class LiveMapTests(RunningCity city, Browser browser)
{
    private const string Car = "LIVE-CAR-1";

    [Fact]
    public async Task A_vehicle_drives_over_an_open_map_and_stands_in_a_ring_from_afar()
    {
        using var registered = await city.Gateway.PostAsync("/api/v1/devices", new StringContent(string.Concat(new[] { Car, "LIVE-CAR-2", "LIVE-CAR-3", "LIVE-CAR-4" }.Select(car =>
            $$"""{"device":"{{car}}","name":"巡查车 {{car[^1]}}","type":"车载终端","department":"城管","lon":113.0815,"lat":22.5787,"illustrative":true}""" + "\n"))));
        (await registered.Content.ReadAsStringAsync()).ShouldContain("\"accepted\":4");
        var page = await browser.OpenAsync(city, "staff", 1366, 768);
        await using var _ = page.Context;
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync("/map?at=113.0815,22.5787,15&on=devices,counties");
        await StandsAsync(page, Car, 113.0815);

        await DriveAsync(113.0830);
        await StandsAsync(page, Car, 113.0830);
        await DriveAsync(113.0845);
        await StandsAsync(page, Car, 113.0845);

        // Clicked it tells its name and what it said.
        var box = await page.EvaluateAsync<float[]>("""
            () => {
              const canvas = document.querySelector('canvas.maplibregl-canvas').getBoundingClientRect();
              const { x, y } = document.querySelector('cc-map').map.project([113.0845, 22.5787]);
              return [canvas.x + x, canvas.y + y];
            }
            """);
        await page.Mouse.ClickAsync(box[0], box[1]);
        await Assertions.Expect(page.Locator(".inspector h2")).ToHaveTextAsync("巡查车 1");
        await Assertions.Expect(page.Locator(".inspector .body")).ToContainTextAsync("113.0845");
        await Assertions.Expect(page.Locator(".inspector a[href='/devices/LIVE-CAR-1']")).ToBeVisibleAsync();

        // From afar they are one ring; what drove to another square left this one.
        await page.EvaluateAsync("() => { document.querySelector('cc-map').map.jumpTo({ zoom: 9 }); }");
        await page.WaitForFunctionAsync("() => document.querySelector('cc-map').map.querySourceFeatures('of|devices').some(one => one.properties.count > 3)");
        await DriveAsync(112.40);
        await page.WaitForFunctionAsync("() => document.querySelector('cc-map').map.querySourceFeatures('of|devices').some(one => Math.abs(one.geometry.coordinates[0] - 112.4) < .02)");
        errors.ShouldBeEmpty();

        // Another town's account is told of none of them.
        var town = await browser.OpenAsync(city, "town", 1366, 768);
        await using var __ = town.Context;
        await town.GotoAsync("/map?at=113.0815,22.5787,15&on=devices,counties");
        await town.WaitForSelectorAsync("cc-one-map[data-ready]", new() { State = WaitForSelectorState.Attached });
        await Task.Delay(2_000); // longer than a square takes to be told
        (await town.EvaluateAsync<int>("() => document.querySelector('cc-map').map.querySourceFeatures('of|devices').length")).ShouldBe(0);
    }

    private async Task DriveAsync(double lon)
    {
        var now = TimeProvider.System.GetUtcNow();
        await city.PostAsync((Car, "lon", now, lon), (Car, "lat", now, 22.5787));
    }

    private static Task StandsAsync(IPage page, string device, double lon) => page.WaitForFunctionAsync(
        """
        ([device, lon]) => document.querySelector('cc-map')?.map?.getSource('of|devices') && document.querySelector('cc-map').map.querySourceFeatures('of|devices')
          .some(one => one.properties.id === device && Math.abs(one.geometry.coordinates[0] - lon) < 1e-4)
        """, new object[] { device, lon });
}

using System.Net;
using System.Net.WebSockets;
using System.Reflection;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Map;
using CommandCenter.Web.Tests.Host;
using CommandCenter.Web.Tests.Live;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Access;

/// <summary>Another region's figures do not exist for an account: not by page, interface, tile or live key.</summary>
[Collection(RunningApp.Name)]
public sealed class ScopeTests(CommandCenterApp app)
{
    /// <summary>What an address needs beside the region.</summary>
    private static readonly Dictionary<string, string> Needed = new()
    {
        ["api/v1/sensing/series"] = "&metric=scope_test&from=2026-01-01&to=2026-01-02",
        ["api/v1/sensing/series/anomalies"] = "&metric=scope_test&from=2026-01-01&to=2026-01-02",
    };

    [Fact]
    public async Task A_town_account_finds_no_other_region_by_page_or_interface()
    {
        using var town = await app.SignInAs("town");
        foreach (var address in Addresses(CommandCenterApp.OtherTown).Concat(Addresses("440781000000")).Concat(Addresses(CommandCenterApp.City)))
            (await town.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
    }

    [Fact]
    public async Task The_same_addresses_answer_the_account_whose_region_it_is()
    {
        var register = app.Services.GetRequiredService<DeviceRegister>();
        register.UseMetrics([.. register.Metrics.Where(metric => metric.Key != "scope_test"), new("scope_test", "试验", "米", 0, 1, [])]);
        using var town = await app.SignInAs("town");
        foreach (var address in Addresses(CommandCenterApp.Town))
            (await town.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK, address);
        using var leader = await app.SignInAs("leader");
        foreach (var address in Addresses(CommandCenterApp.OtherTown))
            (await leader.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK, address);
    }

    [Fact]
    public async Task Administrators_see_no_region_at_all()
    {
        foreach (var user in new[] { "admin", "security", "audit" })
        {
            using var browser = await app.SignInAs(user);
            foreach (var address in Addresses(CommandCenterApp.City))
                (await browser.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{user} {address}");
        }
    }

    [Fact]
    public async Task Strangers_are_asked_to_sign_in()
    {
        using var stranger = app.Browser();
        foreach (var address in Addresses(CommandCenterApp.City))
            (await stranger.GetAsync(address)).StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Found);
    }

    [Theory]
    [InlineData(CommandCenterApp.OtherTown)]
    [InlineData("440781000000")]
    [InlineData(CommandCenterApp.City)]
    public async Task A_town_account_follows_no_live_key_of_another_region(string region)
    {
        var key = $"sensing:{region}";
        await using var leader = await HubScreen.ConnectAsync(app.Address, ("Cookie", await app.CookieOf("leader")));
        await using var town = await HubScreen.ConnectAsync(app.Address, ("Cookie", await app.CookieOf("town")));

        (await leader.SubscribeAsync(key)).ShouldBeEmpty();
        (await leader.NextAsync()).Key.ShouldBe(key);

        (await town.SubscribeAsync(key, $"sensing:{CommandCenterApp.Town}")).ShouldBe([key]);
        (await town.NextAsync()).Key.ShouldBe($"sensing:{CommandCenterApp.Town}");
        town.Pending().ShouldAllBe(message => message.Key == $"sensing:{CommandCenterApp.Town}");
    }

    [Fact]
    public async Task A_tile_holds_nothing_of_another_region()
    {
        using var leader = await app.SignInAs("leader");
        using var town = await app.SignInAs("town");
        var foreign = app.Services.GetRequiredService<AtlasHolder>().Current.Tree.All
            .Select(region => region.Code.ToString())
            .Where(code => !code.StartsWith(CommandCenterApp.Town[..9], StringComparison.Ordinal)).ToList();
        var seenByLeader = 0;
        foreach (var layer in app.Services.GetServices<ITileSource>().Select(source => source.Layer))
        {
            var wholeCity = $"/tiles/{layer}/7/104/55.mvt";
            seenByLeader += foreign.Count((await leader.GetStringAsync(wholeCity)).Contains);
            foreign.Where((await town.GetStringAsync(wholeCity)).Contains).ShouldBeEmpty(layer);
        }

        seenByLeader.ShouldBeGreaterThan(60, "so that the emptiness of the town's tiles means something");
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("security")]
    [InlineData("audit")]
    public async Task Administrators_follow_nothing(string user) => await Should.ThrowAsync<WebSocketException>(
        HubScreen.ConnectAsync(app.Address, ("Cookie", await app.CookieOf(user))));

    [Fact]
    public async Task A_map_shows_no_device_of_another_town()
    {
        using var system = app.Browser();
        system.DefaultRequestHeaders.Authorization = new("Bearer", await app.MakeTokenAsync());
        (await system.PostAsync("/api/v1/devices", new StringContent(
            """{"device":"SCOPE-1","name":"测试站","type":"水位站","department":"水利","lon":113.0815,"lat":22.5787}"""))).EnsureSuccessStatusCode();
        const string around = "/tiles/devices/14/13338/7136.mvt";
        using var leader = await app.SignInAs("leader");
        using var town = await app.SignInAs("town");

        (await leader.GetStringAsync(around)).ShouldContain("SCOPE-1");
        (await town.GetAsync(around)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    /// <summary>Every page and route of the running program that names a region, by its code in the path or by <c>?region=</c>.</summary>
    private IEnumerable<string> Addresses(string region) => app.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(route => route.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy == Permissions.View))
        .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
        .Select(route => AddressOf(route, region))
        .OfType<string>()
        .Distinct();

    private static string? AddressOf(RouteEndpoint route, string region) => route.RoutePattern.Parameters switch
    {
        [] when TakesRegionInQuery(route) => $"/{route.RoutePattern.RawText!.TrimStart('/')}?region={region}{Needed.GetValueOrDefault(route.RoutePattern.RawText.Trim('/'))}",
        [{ Name: var name }] when name.Equals("code", StringComparison.OrdinalIgnoreCase) => "/" + string.Join('/',
            route.RoutePattern.PathSegments.Select(segment => segment.Parts[0] is RoutePatternLiteralPart literal ? literal.Content : region)),
        _ => null,
    };

    private static bool TakesRegionInQuery(RouteEndpoint route) =>
        route.Metadata.GetMetadata<MethodInfo>()?.GetParameters().Any(parameter => parameter.Name == "region") == true
        || route.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type
            .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Any(property => property.GetCustomAttribute<SupplyParameterFromQueryAttribute>() is { } query
                && (query.Name ?? property.Name).Equals("region", StringComparison.OrdinalIgnoreCase)) == true;
}

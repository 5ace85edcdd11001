using System.Net;
using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Tests.Host;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Access;

[Collection(RunningApp.Name)]
public sealed class DefaultDenyTests(CommandCenterApp app)
{
    /// <summary>All that answers without a session, besides the static files.</summary>
    private static readonly string[] Anonymous =
    [
        "GET /health/live",
        "* /health/ready",
        "GET,POST /login",
        "GET,POST /setup",
        "GET,POST /status/{Code:int}",
        "GET /version",
        "POST /api/v1/session",
    ];

    /// <summary>The framework's own route for files newer than the build. Without a policy it is refused: so it shall be.</summary>
    private const string FilesNewerThanTheBuild = "GET,HEAD {**path:file}";

    [Fact]
    public void Every_route_asks_for_a_policy_or_says_that_it_is_open()
    {
        var naked = Routes().Where(route => !IsOpen(route) && !AsksForPolicy(route)).Select(Name).Except([FilesNewerThanTheBuild]).ToList();
        naked.ShouldBeEmpty("each needs .RequireAuthorization(Permissions.…), @attribute [Authorize(Policy = Permissions.…)], or an explicit AllowAnonymous");
    }

    [Fact]
    public void Nothing_else_is_open() => Routes().Where(IsOpen).Select(Name).Distinct().Order().ShouldBe(Anonymous.Order());

    [Fact]
    public async Task A_route_without_a_policy_is_refused_even_to_an_administrator()
    {
        var policy = await app.Services.GetRequiredService<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync();
        var everyone = new ClaimsPrincipal(new ClaimsIdentity(Roles.All.Select(role => new Claim(ClaimTypes.Role, role)), "test"));
        var request = new DefaultHttpContext();
        request.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/forgotten"), 0, null, null));

        var decision = await app.Services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(everyone, request, policy!);

        decision.Succeeded.ShouldBeFalse();
    }

    [Theory]
    [InlineData("/api/v1/no-such-thing")]
    [InlineData("/no-such-page")]
    public async Task What_does_not_exist_is_not_found(string address)
    {
        using var browser = app.Browser();
        await (await browser.GetAsync(address)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_wrong_method_is_named_as_such()
    {
        using var browser = app.Browser();
        await (await browser.PutAsync("/api/v1/session", null)).ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }

    private IEnumerable<RouteEndpoint> Routes() => app.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(route => route.Metadata.GetMetadata<StaticAssetDescriptor>() is null);

    private static bool IsOpen(RouteEndpoint route) => route.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static bool AsksForPolicy(RouteEndpoint route) =>
        route.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy is not null)
        || route.Metadata.GetMetadata<AuthorizationPolicy>() is not null;

    private static string Name(RouteEndpoint route)
    {
        var methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"];
        return $"{string.Join(',', methods)} {route.RoutePattern.RawText}";
    }
}

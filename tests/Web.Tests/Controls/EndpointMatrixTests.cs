using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Tests.Host;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Controls;

/// <summary>
/// Every route of the running program, asked over HTTP by a caller of every kind. Who may is written down here a second
/// time, by hand: a policy that admits somebody new, and a route with a policy that nobody wrote down, both fail.
/// </summary>
[Collection(RunningApp.Name)]
public sealed class EndpointMatrixTests(CommandCenterApp app)
{
    private const string Stranger = "—", Token = "token";

    private static readonly string[] Callers = [Stranger, "leader", "staff", "dispatcher", "town", "admin", "security", "audit", Token];

    private static readonly string[] Accounts = [.. Callers.Except([Stranger, Token])];

    /// <summary>Who a policy admits.</summary>
    private static readonly Dictionary<string, string[]> Admitted = new()
    {
        [Permissions.SignedIn] = Accounts,
        [Permissions.View] = ["leader", "staff", "dispatcher", "town"],
        [Permissions.KeepLayers] = ["staff"],
        [Permissions.HandleAlarms] = ["staff", "dispatcher", "town"],
        [Permissions.KeepRules] = ["staff"],
        [Permissions.KeepDevices] = ["staff"],
        [Permissions.Ingest] = [Token],
        [Permissions.Administer] = ["admin"],
        [Permissions.Operate] = ["admin"],
        [Permissions.Accounts] = ["admin", "security"],
        [Permissions.Audit] = ["audit"],
        [Permissions.Node] = [], // The other nodes, none of these.
    };

    [Fact]
    public async Task Every_route_admits_whom_its_policy_names_and_nobody_else()
    {
        var cookies = new Dictionary<string, string>();
        foreach (var user in Accounts) cookies[user] = await app.CookieOf(user);
        var token = await app.MakeTokenAsync();
        var (table, wrong) = (new List<string>(), new List<string>());
        // What ends a session comes last, and each time with a session of its own.
        foreach (var (method, route, policy) in Routes().OrderBy(EndsSession).ThenBy(route => route.Route.RoutePattern.RawText, StringComparer.Ordinal))
        {
            if (policy is not null && !Admitted.ContainsKey(policy)) wrong.Add($"{route.RoutePattern.RawText} asks for {policy}, which is not in this table");
            var marks = new List<string>();
            foreach (var caller in Callers)
            {
                var expected = policy is null || Admitted.TryGetValue(policy, out var names) && names.Contains(caller);
                var cookie = EndsSession((method, route, policy)) && Accounts.Contains(caller) ? await app.CookieOf(caller) : cookies.GetValueOrDefault(caller);
                var status = await AskAsync(method, route, cookie, caller == Token ? token : null);
                var admitted = status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Found);
                // The one route whose own answer to bad credentials is 401, and the pages that lead on.
                if (IsSignIn(method, route) || status is HttpStatusCode.Found && expected) admitted = expected;
                marks.Add(admitted ? "+" : "·");
                if (admitted != expected) wrong.Add($"{method} {route.RoutePattern.RawText}: {caller} got {(int)status}, expected {(expected ? "to be let in" : "a refusal")}");
            }
            table.Add($"{method + " /" + route.RoutePattern.RawText!.TrimStart('/'),-52} {policy ?? "open",-12} {string.Join(' ', marks.Select((mark, i) => mark.PadRight(Callers[i].Length)))}");
        }

        Artifacts.Write("endpoint-roles.txt", [$"{"endpoint",-52} {"policy",-12} {string.Join(' ', Callers)}", .. table]);
        wrong.ShouldBeEmpty("give a new policy its row in Admitted, or the route its policy");
        table.Count.ShouldBeGreaterThan(20);
    }

    private IEnumerable<(string Method, RouteEndpoint Route, string? Policy)> Routes() =>
        from route in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where route.Metadata.GetMetadata<StaticAssetDescriptor>() is null && !route.RoutePattern.RawText!.Contains("{**path", StringComparison.Ordinal)
        let isOpen = route.Metadata.GetMetadata<IAllowAnonymous>() is not null
        let policy = isOpen ? null : route.Metadata.GetOrderedMetadata<IAuthorizeData>().LastOrDefault(data => data.Policy is not null)?.Policy ?? "(none)"
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        where method is not ("HEAD" or "OPTIONS")
        select (method, route, policy);

    private static bool EndsSession((string Method, RouteEndpoint Route, string? Policy) asked) =>
        asked.Method is "DELETE" || asked.Route.RoutePattern.RawText!.Contains("logout", StringComparison.Ordinal);

    private static bool IsSignIn(string method, RouteEndpoint route) => method is "POST" && route.RoutePattern.RawText is "/api/v1/session" or "/login";

    /// <summary>An address of the route that exists for whoever may see it.</summary>
    private static string AddressOf(RouteEndpoint route) => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart { Name: var name } => name.ToLowerInvariant() switch
            {
                "code" => route.RoutePattern.RawText!.StartsWith("/status", StringComparison.Ordinal) ? "404" : CommandCenterApp.Town,
                "layer" => "towns",
                "z" => "9",
                "x" => "416",
                "y" => "222",
                _ => "1",
            },
            _ => "",
        }))));

    private async Task<HttpStatusCode> AskAsync(string method, RouteEndpoint route, string? cookie, string? token)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), AddressOf(route));
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        // Of the type the route takes: what it does not take is 415 to anybody, before it is asked who comes.
        if (method is not "GET") request.Content = new StringContent("", Encoding.UTF8, route.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0] ?? "text/plain");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }
}

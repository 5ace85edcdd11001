using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CommandCenter.Web.Shared;
using CommandCenter.Web.Shared.Hosting;
using CommandCenter.Web.Tests.Host;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Tests.Shared;

[Collection(RunningApp.Name)]
public sealed class LimitsTests(CommandCenterApp app)
{
    [Fact]
    public async Task A_body_beyond_what_any_route_needs_is_refused()
    {
        using var browser = app.Browser();
        // Asks before it sends: who is refused while still sending may see a broken line instead of the answer.
        browser.DefaultRequestHeaders.ExpectContinue = true;
        var answer = await browser.PostAsync("/api/v1/session", new StringContent($$"""{"user":"{{new string('x', 2_000_000)}}"}""", null, "application/json"));
        await answer.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Theory]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: city\r\nX-Long: {0}\r\n\r\n", 40_000, "431")]
    [InlineData("GET /health/live?{0} HTTP/1.1\r\nHost: city\r\n\r\n", 20_000, "414")]
    public async Task A_head_that_is_too_long_is_refused(string request, int length, string status) =>
        (await RawAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, request, new string('x', length)))).ShouldStartWith($"HTTP/1.1 {status}");

    [Theory]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: city\r\n")]
    [InlineData("POST /api/v1/session HTTP/1.1\r\nHost: city\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n")]
    public async Task Whoever_sends_drop_by_drop_is_sent_away(string beginning)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(app.Address.Host, app.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning));
        var watch = Stopwatch.StartNew();
        var ended = new StreamReader(stream, Encoding.ASCII).ReadToEndAsync();
        while (!ended.IsCompleted && watch.Elapsed < TimeSpan.FromSeconds(60))
        {
            try
            {
                await stream.WriteAsync("x"u8.ToArray());
            }
            catch (IOException)
            {
                break; // cut off: the reading end hears of it a moment later
            }
            await Task.WhenAny(ended, Task.Delay(1_000));
        }
        (await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(30)))).ShouldBe(ended);
        Console.WriteLine($"slow sender sent away after {watch.Elapsed.TotalSeconds:0.0} s");
    }

    [Fact]
    public async Task Whoever_asks_too_often_is_told_so_and_others_are_not()
    {
        var folder = Directory.CreateTempSubdirectory("command-center-limits-").FullName;
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new(CommandCenterOptions.DataKey, folder), new(CommandCenterOptions.UrlsKey, "http://127.0.0.1:0"),
            new("Limits:StrangerBurst", "20"), new("Limits:StrangerPerSecond", "1"),
        ]);
        builder.AddHosting().AddStore();
        builder.Logging.ClearProviders();
        await using (var small = builder.Build())
        {
            small.UseHosting();
            small.UseRateLimiter();
            small.MapGet("/api/v1/anything", () => "ok");
            small.MapGet("/page", () => "ok");
            await small.StartAsync();
            using var http = new HttpClient { BaseAddress = new Uri(small.Urls.Single()) };

            var answers = new List<HttpResponseMessage>();
            for (var i = 0; i < 40; i++) answers.Add(await http.GetAsync("/api/v1/anything"));

            answers.Take(20).ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
            var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
            await refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
            refused.Headers.RetryAfter.ShouldNotBeNull();
            (await http.GetAsync("/page")).StatusCode.ShouldBe(HttpStatusCode.OK);
            using var token = new HttpRequestMessage(HttpMethod.Get, "/api/v1/anything");
            token.Headers.Authorization = new("Bearer", "another");
            (await http.SendAsync(token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Over_https_cookies_are_secure_and_the_browser_is_told_to_stay(string scheme, bool isSecure)
    {
        var context = new DefaultHttpContext { Request = { Scheme = scheme } };
        app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme).Cookie.Build(context).Secure.ShouldBe(isSecure);
        app.Services.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie.Build(context).Secure.ShouldBe(isSecure);

        var started = new StartedResponse();
        context.Features.Set<Microsoft.AspNetCore.Http.Features.IHttpResponseFeature>(started);
        await new SecurityHeaders(_ => Task.CompletedTask, []).InvokeAsync(context);
        await started.StartAsync();
        started.Headers.StrictTransportSecurity.Count.ShouldBe(isSecure ? 1 : 0);
        started.Headers["Permissions-Policy"].ToString().ShouldContain("camera=()");
        started.Headers["Cross-Origin-Opener-Policy"].ToString().ShouldBe("same-origin");
    }

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(app.Address.Host, app.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        return await new StreamReader(client.GetStream(), Encoding.ASCII).ReadLineAsync() ?? "";
    }

    private sealed class StartedResponse : Microsoft.AspNetCore.Http.Features.HttpResponseFeature
    {
        private readonly List<(Func<object, Task> What, object State)> _starting = [];

        public override void OnStarting(Func<object, Task> callback, object state) => _starting.Add((callback, state));

        public async Task StartAsync()
        {
            foreach (var (what, state) in _starting) await what(state);
        }
    }
}

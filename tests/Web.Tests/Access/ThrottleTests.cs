using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Features.Access.SignIn;
using CommandCenter.Web.Shared.Hosting;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Tests.Access;

/// <summary>Guessing is slow and tells nothing.</summary>
public sealed class ThrottleTests
{
    [Fact]
    public async Task Unknown_wrong_locked_disabled_expired_and_without_rights_are_one_answer()
    {
        await using var host = await AccessHost.StartAsync();
        foreach (var user in new[] { "wrong", "locked", "disabled", "expired" }) await host.MakeAccountAsync(user, Roles.Staff);
        DateTimeOffset? now = host.Clock.GetUtcNow(), later = now + TimeSpan.FromMinutes(5);
        await using (var store = host.Store())
        {
            await store.Accounts.Where(a => a.UserName == "locked").ExecuteUpdateAsync(a => a.SetProperty(x => x.LockoutEnd, later));
            await store.Accounts.Where(a => a.UserName == "disabled").ExecuteUpdateAsync(a => a.SetProperty(x => x.DisabledAt, now));
            await store.Accounts.Where(a => a.UserName == "expired").ExecuteUpdateAsync(a => a.SetProperty(x => x.ExpiresAt, now));
        }
        using var browser = host.Browser();

        var answers = new List<string>();
        foreach (var (user, password) in new[]
        {
            ("nobody", "guess-guess-1"), ("wrong", "guess-guess-1"),
            ("locked", host.PasswordOf("locked")), ("disabled", host.PasswordOf("disabled")), ("expired", host.PasswordOf("expired")),
        })
        {
            var answer = await TryAsync(browser, user, password);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            answers.Add($"{problem.GetProperty("code")} {problem.GetProperty("title")} {problem.GetProperty("detail")}");
        }
        answers.Distinct().Count().ShouldBe(1, string.Join('\n', answers));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_for_a_quarter_of_an_hour_and_parallel_guesses_are_all_counted()
    {
        await using var host = await AccessHost.StartAsync();
        await host.MakeAccountAsync("staff", Roles.Staff);
        using var browser = host.Browser();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => TryAsync(browser, "staff", "guess-guess-1")));

        (await TryAsync(browser, "staff", host.PasswordOf("staff"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        host.Clock.Move(TimeSpan.FromMinutes(14));
        (await TryAsync(browser, "staff", host.PasswordOf("staff"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        host.Clock.Move(TimeSpan.FromMinutes(1.1));
        (await TryAsync(browser, "staff", host.PasswordOf("staff"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_flood_from_one_address_is_turned_away_and_told_when_to_come_back()
    {
        await using var host = await AccessHost.StartAsync(("Access:FailuresPerAddress", "5"));
        await host.MakeAccountAsync("staff", Roles.Staff);
        using var browser = host.Browser();
        host.Clock.Move(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(host.Clock.GetUtcNow().Ticks % TimeSpan.TicksPerMinute)); // the start of a window
        for (var i = 0; i < 5; i++) await TryAsync(browser, $"nobody-{i}", "guess-guess-1");

        var refused = await TryAsync(browser, "staff", host.PasswordOf("staff"));

        await refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too_many_attempts");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        host.Clock.Move(TimeSpan.FromMinutes(2));
        (await TryAsync(browser, "staff", host.PasswordOf("staff"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Right_passwords_are_no_flood()
    {
        await using var host = await AccessHost.StartAsync(("Access:FailuresPerAddress", "3"), ("Access:FailuresPerName", "3"));
        await host.MakeAccountAsync("staff", Roles.Staff);
        using var browser = host.Browser();
        for (var i = 0; i < 10; i++) (await TryAsync(browser, "staff", host.PasswordOf("staff"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null, "127.0.0.1")]
    [InlineData("127.0.0.0/8", "203.0.113.9")]
    [InlineData("10.0.0.1", "127.0.0.1")]
    public async Task A_forwarded_address_counts_only_from_a_known_proxy(string? proxies, string seen)
    {
        await using var host = await AccessHost.StartAsync((Proxies.Key, proxies ?? ""));
        await host.MakeAccountAsync("staff", Roles.Staff);
        using var browser = host.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        await TryAsync(browser, "staff", host.PasswordOf("staff"));
        await using var store = host.Store();
        (await store.Sessions.SingleAsync()).Address.ShouldBe(seen);
    }

    [Fact]
    public void A_proxy_that_is_no_address_stops_the_start() =>
        Should.Throw<InvalidOperationException>(() => Proxies.Read("10.0.0.1, my-proxy")).Message.ShouldContain("my-proxy");

    [Fact]
    public void A_window_slides_and_takes_no_memory_for_made_up_names()
    {
        var clock = new MovedClock();
        clock.Move(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(clock.GetUtcNow().Ticks % TimeSpan.TicksPerMinute)); // the start of a window
        var window = new AttemptWindow(3, clock);
        var waits = Enumerable.Range(0, 4).Select(_ => window.Enter("a")).ToList();
        waits.Take(3).ShouldAllBe(wait => wait == null);
        waits[3]!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        clock.Move(TimeSpan.FromMinutes(2));
        window.Enter("a").ShouldBeNull();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) window.Enter("flood");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000);
    }

    private static Task<HttpResponseMessage> TryAsync(HttpClient browser, string user, string password) =>
        browser.PostAsJsonAsync("/api/v1/session", new { user, password });
}

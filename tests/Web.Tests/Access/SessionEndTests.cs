using System.Net;
using System.Net.Http.Json;
using CommandCenter.Domain.Access;
using CommandCenter.Store.Records;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace CommandCenter.Web.Tests.Access;

/// <summary>A session lives on the server: it can be listed, it ends in time, and its connections end with it.</summary>
public sealed class SessionEndTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Five = TimeSpan.FromSeconds(5);

    private AccessHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await AccessHost.StartAsync();
        await _host.MakeAccountAsync("leader", Roles.Leader);
        await _host.MakeAccountAsync("wall", Roles.Leader, isDisplay: true);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_cookie_holds_a_reference_and_the_store_its_hash_alone()
    {
        using var browser = _host.Browser();
        browser.DefaultRequestHeaders.UserAgent.ParseAdd("Walls/1.0");
        await browser.PostAsJsonAsync("/api/v1/session", new { user = "leader", password = _host.PasswordOf("leader") });

        var session = await SessionAsync();
        session.Id.Length.ShouldBe(64);
        (session.Address, session.UserAgent, session.Means, session.EndedAt).ShouldBe(("127.0.0.1", "Walls/1.0", SignInMeans.Password, null));
    }

    [Fact]
    public async Task A_cookie_kept_after_signing_out_opens_nothing()
    {
        var cookie = await _host.CookieOf("leader");
        (await GetAsync("/api/v1/session", cookie)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using (var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/session"))
        {
            request.Headers.Add("Cookie", cookie);
            using var browser = Bare();
            (await browser.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        (await GetAsync("/api/v1/session", cookie)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SessionAsync()).EndedWhy.ShouldBe(SessionEnd.SignedOut);
    }

    [Fact]
    public async Task Signing_out_cuts_hub_and_circuit()
    {
        var cookie = await _host.CookieOf("leader");
        await using var hub = await OpenLine.HubAsync(_host.Address, cookie);
        await using var circuit = await OpenLine.CircuitAsync(_host.Address, cookie);
        using var browser = Bare();
        browser.DefaultRequestHeaders.Add("Cookie", cookie);

        await browser.DeleteAsync("/api/v1/session");

        await Print("signed out", hub, circuit);
    }

    [Fact]
    public async Task An_end_that_another_node_wrote_cuts_hub_and_circuit_within_five_seconds()
    {
        var cookie = await _host.CookieOf("leader");
        await using var hub = await OpenLine.HubAsync(_host.Address, cookie);
        await using var circuit = await OpenLine.CircuitAsync(_host.Address, cookie);

        DateTimeOffset? now = _host.Clock.GetUtcNow();
        SessionEnd? why = SessionEnd.AccountDisabled;
        await using (var store = _host.Store())
            await store.Sessions.ExecuteUpdateAsync(all => all.SetProperty(s => s.EndedAt, now).SetProperty(s => s.EndedWhy, why));

        await Print("ended in the store", hub, circuit);
        (await GetAsync("/styleguide", cookie)).Headers.Location!.ToString().ShouldBe("/login?returnUrl=%2Fstyleguide&why=AccountDisabled");
        WebUtility.HtmlDecode(await (await GetAsync("/login?why=AccountDisabled", null)).Content.ReadAsStringAsync())
            .ShouldContain("会话已结束：账号已停用或到期");
    }

    [Fact]
    public async Task A_session_in_which_nobody_does_anything_ends_inside_its_circuit()
    {
        var cookie = await _host.CookieOf("leader");
        await using var hub = await OpenLine.HubAsync(_host.Address, cookie);
        await using var circuit = await OpenLine.CircuitAsync(_host.Address, cookie);

        _host.Clock.Move(TimeSpan.FromMinutes(59));
        (await circuit.StandsForAsync(Five)).ShouldBeTrue("pings are no activity, but the hour is not over");
        _host.Clock.Move(TimeSpan.FromMinutes(2));

        await Print("idle", hub, circuit);
        (await SessionAsync()).EndedWhy.ShouldBe(SessionEnd.Idle);
        (await GetAsync("/styleguide", cookie)).Headers.Location!.ToString().ShouldEndWith("&why=Idle");
    }

    [Fact]
    public async Task What_a_page_fetches_by_itself_keeps_no_session()
    {
        var cookie = await _host.CookieOf("leader");
        await using var hub = await OpenLine.HubAsync(_host.Address, cookie);
        await using var circuit = await OpenLine.CircuitAsync(_host.Address, cookie);
        _host.Clock.Move(TimeSpan.FromMinutes(59));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/session") { Headers = { { "Cookie", cookie }, { "X-By-Page", "1" } } };
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _host.Address };
        (await http.SendAsync(request)).EnsureSuccessStatusCode();
        _host.Clock.Move(TimeSpan.FromMinutes(2));

        await Print("idle", hub, circuit);
        (await SessionAsync()).EndedWhy.ShouldBe(SessionEnd.Idle);
    }

    [Fact]
    public async Task What_a_person_does_keeps_a_session_and_is_written_down_once_a_minute()
    {
        var cookie = await _host.CookieOf("leader");
        await using var hub = await OpenLine.HubAsync(_host.Address, cookie);
        var start = (await SessionAsync()).LastActiveAt;

        for (var half = 0; half < 4; half++)
        {
            _host.Clock.Move(TimeSpan.FromMinutes(30));
            (await GetAsync("/api/v1/session", cookie)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await hub.StandsForAsync(Five)).ShouldBeTrue();
        (await SessionAsync()).LastActiveAt.ShouldBeGreaterThan(start + TimeSpan.FromMinutes(60));
    }

    [Fact]
    public async Task Twelve_hours_are_the_most_whatever_a_person_does()
    {
        var cookie = await _host.CookieOf("leader");
        for (var half = 0; half < 25; half++)
        {
            _host.Clock.Move(TimeSpan.FromMinutes(29));
            await GetAsync("/api/v1/session", cookie);
        }
        var answer = await GetAsync("/api/v1/session", cookie);
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "no_session");
        (await SessionAsync()).EndedWhy.ShouldBe(SessionEnd.TooOld);
    }

    [Fact]
    public async Task A_wall_runs_for_weeks_and_a_restart_of_its_browser_keeps_it()
    {
        using var browser = _host.Browser();
        var answer = await browser.PostAsJsonAsync("/api/v1/session", new { user = "wall", password = _host.PasswordOf("wall") });
        answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("cc.session=", StringComparison.Ordinal)).ShouldContain("expires=");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("cc.session=", StringComparison.Ordinal)).Split(';')[0];
        await using var hub = await OpenLine.HubAsync(_host.Address, cookie);

        _host.Clock.Move(TimeSpan.FromDays(30));

        (await hub.StandsForAsync(Five)).ShouldBeTrue();
        _host.Clock.Move(TimeSpan.FromDays(61));
        output.WriteLine($"wall cut {(await hub.CutAsync(OpenLine.Patience)).TotalMilliseconds:0} ms after its 90 days");
    }

    [Fact]
    public async Task The_last_day_of_an_account_ends_its_session()
    {
        var cookie = await _host.CookieOf("leader");
        await using var hub = await OpenLine.HubAsync(_host.Address, cookie);
        DateTimeOffset? tomorrow = _host.Clock.GetUtcNow() + TimeSpan.FromMinutes(10);
        await using (var store = _host.Store())
            await store.Accounts.ExecuteUpdateAsync(all => all.SetProperty(a => a.ExpiresAt, tomorrow));
        _host.Clock.Move(TimeSpan.FromMinutes(11));
        await Print("account expired", hub);
        (await SessionAsync()).EndedWhy.ShouldBe(SessionEnd.AccountExpired);
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_before()
    {
        using var browser = await _host.SignInAs("leader");
        await browser.PostAsJsonAsync("/api/v1/session", new { user = "leader", password = _host.PasswordOf("leader") });
        await using var store = _host.Store();
        (await store.Sessions.CountAsync(session => session.EndedAt == null)).ShouldBe(1);
        (await store.Sessions.CountAsync()).ShouldBe(2);
    }

    [Fact]
    public void An_address_can_name_no_sentence_of_its_own()
    {
        foreach (var name in new[] { null, "", "<img onerror=alert(1)>", "99", "0", "Idle,TooOld" })
            Features.Access.Sessions.SessionEnds.Read(name).ShouldBeNull(name);
    }

    private async Task Print(string what, params OpenLine[] lines)
    {
        foreach (var cut in await Task.WhenAll(lines.Select(line => line.CutAsync(OpenLine.Patience))))
            output.WriteLine($"{what}: line cut after {cut.TotalMilliseconds:0} ms");
    }

    private async Task<SessionRecord> SessionAsync()
    {
        await using var store = _host.Store();
        return await store.Sessions.AsNoTracking().OrderByDescending(session => session.CreatedAt).FirstAsync();
    }

    private HttpClient Bare() => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = _host.Address };

    private async Task<HttpResponseMessage> GetAsync(string address, string? cookie)
    {
        using var browser = Bare();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return await browser.SendAsync(request);
    }
}

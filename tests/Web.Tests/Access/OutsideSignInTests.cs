using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Domain.Access;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Features.Access.SignIn;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Tests.Access;

/// <summary>Signing in with the organisation's own account, against a real provider.</summary>
public sealed class OutsideSignInTests : IAsyncLifetime
{
    private Provider _provider = null!;
    private AccessHost _host = null!;

    public async Task InitializeAsync()
    {
        _provider = await Provider.StartAsync();
        _host = await AccessHost.StartAsync(
            (OutsideSignIn.AuthorityKey, _provider.Address.ToString()), (OutsideSignIn.ClientKey, Provider.Client),
            (OutsideSignIn.SecretKey, Provider.Secret), (OutsideSignIn.NameKey, "粤政易"));
        await _host.MakeAccountAsync("leader", Roles.Leader);
        await _host.MakeAccountAsync("admin", Roles.SystemAdministrator);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task A_subject_is_tied_once_by_name_and_opens_its_account()
    {
        using var browser = _host.Browser();
        WebUtility.HtmlDecode(await browser.GetStringAsync("/login")).ShouldContain("用粤政易登录");

        (await ComeInAsync(browser, "/login/outside?returnUrl=%2Fregions")).ShouldBe("/regions");
        (await browser.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("role").GetString().ShouldBe(Roles.Leader);

        _provider.User = "another name";
        using var again = _host.Browser();
        (await ComeInAsync(again, "/login/outside")).ShouldBe("/");
        await using var store = _host.Store();
        (await store.Sessions.CountAsync(session => session.Means == SignInMeans.External)).ShouldBe(2);
        (await store.AuditEntries.CountAsync(entry => entry.Action == AuditActions.SignedIn && entry.Target == "leader")).ShouldBe(2);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("admin")]
    [InlineData("")]
    public async Task Who_has_no_account_here_and_an_administrator_who_was_not_tied_stay_out(string user)
    {
        _provider.User = user;
        using var browser = _host.Browser();
        (await ComeInAsync(browser, "/login/outside")).ShouldBe("/login?outside=unknown");
        await using var store = _host.Store();
        (await store.Accounts.CountAsync()).ShouldBe(2);
        (await store.UserLogins.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Another_subject_does_not_take_over_an_account_that_is_tied()
    {
        await ComeInAsync(_host.Browser(), "/login/outside");
        _provider.Subject = "somebody-else";
        (await ComeInAsync(_host.Browser(), "/login/outside")).ShouldBe("/login?outside=unknown");
    }

    [Fact]
    public async Task A_disabled_account_stays_closed()
    {
        await ComeInAsync(_host.Browser(), "/login/outside");
        DateTimeOffset? now = _host.Clock.GetUtcNow();
        await using (var store = _host.Store()) await store.Accounts.ExecuteUpdateAsync(all => all.SetProperty(a => a.DisabledAt, now));
        (await ComeInAsync(_host.Browser(), "/login/outside")).ShouldBe("/login?outside=unknown");
    }

    [Fact]
    public async Task A_way_back_that_nobody_asked_for_leads_to_the_sign_in_page()
    {
        using var browser = _host.Browser();
        (await browser.GetAsync("/signin-oidc?code=abc&state=def")).Headers.Location!.ToString().ShouldBe("/login?outside=failed");
    }

    [Fact]
    public async Task There_is_no_such_door_where_none_is_configured()
    {
        await using var plain = await AccessHost.StartAsync();
        await plain.MakeAccountAsync("leader", Roles.Leader);
        (await plain.Browser().GetAsync("/login/outside")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await plain.Browser().GetStringAsync("/login")).ShouldNotContain("/login/outside");
    }

    /// <summary>Follows the way to the provider and back; where it ends.</summary>
    private async Task<string> ComeInAsync(HttpClient browser, string start)
    {
        var asked = await browser.GetAsync(start);
        asked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var outside = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var vouched = await outside.GetAsync(asked.Headers.Location);
        vouched.StatusCode.ShouldBe(HttpStatusCode.Redirect, await vouched.Content.ReadAsStringAsync());
        var back = await browser.GetAsync(vouched.Headers.Location);
        back.StatusCode.ShouldBe(HttpStatusCode.Redirect, await back.Content.ReadAsStringAsync());
        return back.Headers.Location!.ToString();
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommandCenter.Domain.Access;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace CommandCenter.Web.Tests.Access;

/// <summary>What administrators do to accounts, over the interface: judged, done once, recorded, with the sessions ended.</summary>
public sealed class RosterTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Accounts = "/api/v1/accounts";

    private AccessHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await AccessHost.StartAsync();
        await _host.WithCityAsync();
        await _host.MakeAccountAsync("admin", Roles.SystemAdministrator);
        await _host.MakeAccountAsync("security", Roles.SecurityAdministrator);
        await _host.MakeAccountAsync("audit", Roles.AuditAdministrator);
        await _host.MakeAccountAsync("leader", Roles.Leader);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_account_is_made_with_a_password_that_has_to_be_changed()
    {
        using var admin = await _host.SignInAs("admin");
        var answer = await admin.PostAsJsonAsync(Accounts, Draft("zhang"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var password = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("password").GetString()!;

        using var browser = _host.Browser();
        var session = await browser.PostAsJsonAsync("/api/v1/session", new { user = "zhang", password });
        (await session.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("pending").GetString().ShouldBe("password");
        var found = await admin.GetFromJsonAsync<JsonElement>($"{Accounts}?text=ZHANG");
        found.GetProperty("total").GetInt32().ShouldBe(1);
        found.GetProperty("accounts")[0].GetProperty("scope").GetString().ShouldBe(CommandCenterApp.Town);
        await using var store = _host.Store();
        (await store.AuditEntries.CountAsync(entry => entry.Action == AuditActions.AccountCreated && entry.Target == "zhang" && entry.ActorName == "admin" && entry.Address == "127.0.0.1")).ShouldBe(1);
        (await _host.Services.GetRequiredService<AuditCheck>().RunAsync(CancellationToken.None)).ToString()!.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("user", "a", "invalid_user")]
    [InlineData("user", "<img src=x onerror=alert(1)>", "invalid_user")]
    [InlineData("name", "", "invalid_name")]
    [InlineData("role", "king", "unknown_role")]
    [InlineData("scope", "440799999999", "region_not_found")]
    [InlineData("scope", "4407", "region_not_found")]
    [InlineData("scope", "110000000000", "region_not_found")]
    [InlineData("expires", "tomorrow", "invalid_expires")]
    [InlineData("user", "leader", "account_exists")]
    public async Task A_wrong_draft_makes_nobody(string member, string value, string code)
    {
        using var admin = await _host.SignInAs("admin");
        var draft = new Dictionary<string, string> { ["user"] = "zhang", ["name"] = "张三", ["role"] = "town", ["scope"] = CommandCenterApp.Town, [member] = value };
        var answer = await admin.PostAsJsonAsync(Accounts, draft);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe(code);
        await using var store = _host.Store();
        (await store.Accounts.CountAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task Ten_equal_posts_at_once_make_one_account()
    {
        using var admin = await _host.SignInAs("admin");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(admin, Accounts, Draft("zhang"), "key-1")));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created);
        var bodies = await Task.WhenAll(answers.Select(answer => answer.Content.ReadFromJsonAsync<JsonElement>()));
        bodies.Select(body => body.GetProperty("id").GetString()).Distinct().Count().ShouldBe(1);
        bodies.Count(body => body.GetProperty("password").ValueKind == JsonValueKind.String).ShouldBe(1);
        await using var store = _host.Store();
        (await store.Accounts.CountAsync(account => account.UserName == "zhang")).ShouldBe(1);
        (await store.IdempotencyKeys.SingleAsync()).Answer.ShouldNotContain(bodies.Single(body => body.GetProperty("password").ValueKind == JsonValueKind.String).GetProperty("password").GetString()!);
    }

    [Fact]
    public async Task A_key_stands_for_one_request_and_a_refusal_uses_none_up()
    {
        using var admin = await _host.SignInAs("admin");
        await (await PostAsync(admin, Accounts, Draft("a"), "key-1")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_user");
        (await PostAsync(admin, Accounts, Draft("zhang"), "key-1")).StatusCode.ShouldBe(HttpStatusCode.Created);
        await (await PostAsync(admin, Accounts, Draft("wang"), "key-1")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        await (await PostAsync(admin, Accounts, Draft("wang"), new string('k', 200))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_idempotency_key");
        await using var store = _host.Store();
        (await store.Accounts.CountAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task Disabling_cuts_hub_and_circuit_and_keeps_out()
    {
        var cookie = await _host.CookieOf("leader");
        await using var hub = await OpenLine.HubAsync(_host.Address, cookie);
        await using var circuit = await OpenLine.CircuitAsync(_host.Address, cookie);
        using var admin = await _host.SignInAs("admin");

        (await admin.PostAsync($"{Accounts}/{await IdAsync("leader")}/disable", null)).EnsureSuccessStatusCode();

        foreach (var cut in await Task.WhenAll(hub.CutAsync(OpenLine.Patience), circuit.CutAsync(OpenLine.Patience)))
            output.WriteLine($"disabled: line cut after {cut.TotalMilliseconds:0} ms");
        using var browser = _host.Browser();
        (await SignInAsync(browser)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await admin.PostAsync($"{Accounts}/{await IdAsync("leader")}/enable", null)).EnsureSuccessStatusCode();
        (await SignInAsync(browser)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Another_node_cuts_within_five_seconds_too()
    {
        await using var other = await AccessHost.StartAsync(_host.DataFolder, null);
        using var browser = other.Browser();
        var answer = await browser.PostAsJsonAsync("/api/v1/session", new { user = "leader", password = _host.PasswordOf("leader") });
        var cookie = string.Join("; ", answer.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Select(one => one.Split(';')[0]));
        await using var hub = await OpenLine.HubAsync(other.Address, cookie);
        using var admin = await _host.SignInAs("admin");

        (await admin.PostAsync($"{Accounts}/{await IdAsync("leader")}/disable", null)).EnsureSuccessStatusCode();

        output.WriteLine($"disabled on another node: line cut after {(await hub.CutAsync(OpenLine.Patience)).TotalMilliseconds:0} ms");
    }

    [Theory]
    [InlineData("""{"role":"staff"}""")]
    [InlineData("""{"scope":"440781110000"}""")]
    [InlineData("""{"display":true}""")]
    public async Task Other_rights_end_the_sessions(string patch)
    {
        using var leader = await _host.SignInAs("leader");
        using var admin = await _host.SignInAs("admin");
        (await admin.PatchAsync($"{Accounts}/{await IdAsync("leader")}", new StringContent(patch, Encoding.UTF8, "application/json"))).EnsureSuccessStatusCode();
        var after = await leader.GetAsync("/api/v1/session");
        (await after.Content.ReadAsStringAsync()).ShouldContain("账号权限已调整");
    }

    [Fact]
    public async Task A_name_and_a_last_day_change_without_ending_anything()
    {
        using var leader = await _host.SignInAs("leader");
        using var admin = await _host.SignInAs("admin");
        (await admin.PatchAsJsonAsync($"{Accounts}/{await IdAsync("leader")}", new { name = "<img src=x onerror=alert(1)>", expires = "2099-12-31" })).EnsureSuccessStatusCode();
        (await leader.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("name").GetString().ShouldBe("<img src=x onerror=alert(1)>");
        (await leader.PageAsync("/account")).QuerySelector("img[onerror]").ShouldBeNull();
        (await admin.PageAsync("/accounts")).QuerySelector("img[onerror]").ShouldBeNull();
    }

    [Fact]
    public async Task A_reset_password_opens_once_to_be_changed_and_an_administrators_is_not_reset()
    {
        using var admin = await _host.SignInAs("admin");
        var made = await (await admin.PostAsync($"{Accounts}/{await IdAsync("leader")}/password", null)).Content.ReadFromJsonAsync<JsonElement>();
        using var browser = _host.Browser();
        var session = await browser.PostAsJsonAsync("/api/v1/session", new { user = "leader", password = made.GetProperty("password").GetString() });
        (await session.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("pending").GetString().ShouldBe("password");
        await (await admin.PostAsync($"{Accounts}/{await IdAsync("audit")}/password", null)).ShouldBeProblem(HttpStatusCode.Forbidden, "administrator_password");
    }

    [Fact]
    public async Task The_locked_are_unlocked()
    {
        using var browser = _host.Browser();
        for (var i = 0; i < 5; i++) await browser.PostAsJsonAsync("/api/v1/session", new { user = "leader", password = "guess-guess-1" });
        (await SignInAsync(browser)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var security = await _host.SignInAs("security");
        (await security.GetFromJsonAsync<JsonElement>($"{Accounts}?state=locked")).GetProperty("total").GetInt32().ShouldBe(1);
        (await security.PostAsync($"{Accounts}/{await IdAsync("leader")}/unlock", null)).EnsureSuccessStatusCode();
        (await SignInAsync(browser)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var store = _host.Store();
        (await store.AuditEntries.CountAsync(entry => entry.Action == AuditActions.LockedOut && entry.Target == "leader")).ShouldBe(1);
    }

    [Fact]
    public async Task Who_does_not_carry_the_duty_changes_nothing()
    {
        var id = await IdAsync("leader");
        (string Method, string Path, string? Body)[] doors =
        [
            ("POST", "", """{"user":"zhang","name":"张三","role":"town","scope":"440781110000"}"""), ("PATCH", $"/{id}", """{"role":"staff"}"""), ("PATCH", $"/{id}", """{"name":"别名"}"""),
            ("POST", $"/{id}/disable", null), ("POST", $"/{id}/enable", null), ("POST", $"/{id}/unlock", null), ("POST", $"/{id}/password", null),
            ("POST", $"/{id}/second-factor/reset", null), ("POST", $"/{id}/sessions/end", "{}"), ("POST", $"/{id}/identity", """{"subject":"s"}"""),
        ];
        string[] ofSystem = ["POST ", $"POST /{id}/disable", $"POST /{id}/enable", $"POST /{id}/password"];
        using var leader = await _host.SignInAs("leader");
        await using var before = _host.Store();
        var was = await before.Accounts.AsNoTracking().OrderBy(one => one.Id).Select(one => new { one.Id, one.ConcurrencyStamp }).ToListAsync();
        foreach (var user in new[] { null, "leader", "audit", "security" })
        {
            using var caller = user is null ? _host.Browser() : await _host.SignInAs(user);
            foreach (var (method, path, body) in doors)
            {
                if (user == "security" && !ofSystem.Contains($"{method} {path}") && body != """{"name":"别名"}""") continue;
                using var request = new HttpRequestMessage(new(method), Accounts + path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
                (await caller.SendAsync(request)).StatusCode.ShouldBe(user is null ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden, $"{user} {method} {path}");
            }
        }
        var now = await before.Accounts.AsNoTracking().OrderBy(one => one.Id).Select(one => new { one.Id, one.ConcurrencyStamp }).ToListAsync();
        now.ShouldBe(was);
        (await leader.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK, "no session was ended");
    }

    [Fact]
    public async Task Nobody_administers_himself_or_beyond_the_own_region()
    {
        await _host.MakeAccountAsync("county", Roles.SystemAdministrator, "440781000000");
        await _host.MakeAccountAsync("other", Roles.TownCadre, CommandCenterApp.OtherTown);
        using var county = await _host.SignInAs("county");
        await (await county.PostAsync($"{Accounts}/{await IdAsync("county")}/disable", null)).ShouldBeProblem(HttpStatusCode.Forbidden, "own_account");
        await (await county.PostAsync($"{Accounts}/{await IdAsync("other")}/disable", null)).ShouldBeProblem(HttpStatusCode.NotFound, "account_not_found");
        await (await county.GetAsync($"{Accounts}/{await IdAsync("other")}/sessions")).ShouldBeProblem(HttpStatusCode.NotFound, "account_not_found");
        await (await county.PostAsJsonAsync(Accounts, new { user = "zhang", name = "张三", role = "town", scope = CommandCenterApp.OtherTown })).ShouldBeProblem(HttpStatusCode.NotFound, "region_not_found");
        (await county.GetFromJsonAsync<JsonElement>(Accounts)).GetProperty("accounts").EnumerateArray().Select(row => row.GetProperty("user").GetString()).ShouldBe(["county"]);
    }

    [Fact]
    public async Task Separated_an_account_waits_for_the_security_administrator()
    {
        await using var strict = await AccessHost.StartAsync(("Access:Separated", "true"));
        await strict.MakeAccountAsync("admin", Roles.SystemAdministrator);
        await strict.MakeAccountAsync("security", Roles.SecurityAdministrator);
        using var admin = await strict.SignInAs("admin");
        using var security = await strict.SignInAs("security");
        await (await admin.PostAsJsonAsync(Accounts, Draft("zhang"))).ShouldBeProblem(HttpStatusCode.Forbidden, "not_your_duty");
        var made = await (await admin.PostAsJsonAsync(Accounts, new { user = "zhang", name = "张三" })).Content.ReadFromJsonAsync<JsonElement>();
        var (id, password) = (made.GetProperty("id").GetString(), made.GetProperty("password").GetString());
        using var browser = strict.Browser();
        (await browser.PostAsJsonAsync("/api/v1/session", new { user = "zhang", password })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await (await admin.PatchAsJsonAsync($"{Accounts}/{id}", new { role = "staff" })).ShouldBeProblem(HttpStatusCode.Forbidden, "not_your_duty");

        (await security.PatchAsJsonAsync($"{Accounts}/{id}", new { role = "staff", scope = CommandCenterApp.Town })).EnsureSuccessStatusCode();

        (await browser.PostAsJsonAsync("/api/v1/session", new { user = "zhang", password })).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await security.PatchAsJsonAsync($"{Accounts}/{await IdAsync("admin", strict)}", new { role = "audit-admin" })).ShouldBeProblem(HttpStatusCode.Conflict, "two_offices");
    }

    [Fact]
    public async Task A_file_is_taken_whole()
    {
        using var admin = await _host.SignInAs("admin");
        const string file = "user,name,role,scope,expires,display\nzhang,张三,town,440781110000,2099-01-01,\nwang,王五,leader,440700000000,,1\n";
        (await (await ImportAsync(admin, file, preview: true)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("count").GetInt32().ShouldBe(2);
        var done = await (await ImportAsync(admin, file)).Content.ReadFromJsonAsync<JsonElement>();
        done.GetProperty("accounts").GetArrayLength().ShouldBe(2);
        await using var store = _host.Store();
        (await store.Accounts.SingleAsync(account => account.UserName == "wang")).IsDisplay.ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_with_one_bad_row_makes_nobody()
    {
        using var admin = await _host.SignInAs("admin");
        const string file = "user,name,role,scope\nzhang,张三,town,440781110000\nwang,王五,king,440700000000\nzhang,张三,town,440781110000\nleader,李四,town,440781110000\nzhao,赵六,town,440799999999\n";
        var refused = await ImportAsync(admin, file);
        await refused.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "invalid_rows");
        var faults = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("faults").EnumerateArray().ToList();
        faults.Select(fault => fault.GetProperty("line").GetInt64()).ShouldBe([3, 4, 5, 6]);
        faults[0].GetProperty("reason").GetString()!.ShouldContain("角色");
        foreach (var broken in new[] { "", "user,name\n", "name\n张三\n", "user,name\n\"zhang,张三\n" })
            await (await ImportAsync(admin, broken)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "invalid_rows");
        await using var store = _host.Store();
        (await store.Accounts.CountAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task Nobody_but_the_system_administrator_makes_or_revokes_tokens()
    {
        using var admin = await _host.SignInAs("admin");
        var made = await (await PostAsync(admin, "/api/v1/tokens", new { name = "水利局网关", scope = CommandCenterApp.City }, "key-9")).Content.ReadFromJsonAsync<JsonElement>();
        made.GetProperty("token").GetString()!.ShouldStartWith("cc_");
        (await PostAsync(admin, "/api/v1/tokens", new { name = "水利局网关", scope = CommandCenterApp.City }, "key-9")).StatusCode.ShouldBe(HttpStatusCode.Created);
        foreach (var user in new[] { "leader", "audit", "security" })
        {
            using var caller = await _host.SignInAs(user);
            (await caller.PostAsJsonAsync("/api/v1/tokens", new { name = "网关", scope = CommandCenterApp.City })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await caller.DeleteAsync($"/api/v1/tokens/{made.GetProperty("id").GetString()}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
        await using var store = _host.Store();
        (await store.IngestTokens.SingleAsync()).RevokedAt.ShouldBeNull();
        (await admin.DeleteAsync($"/api/v1/tokens/{made.GetProperty("id").GetString()}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await admin.GetFromJsonAsync<JsonElement>("/api/v1/tokens"))[0].GetProperty("revokedAt").ValueKind.ShouldBe(JsonValueKind.String);
    }

    private static object Draft(string user) => new { user, name = "张三", role = "town", scope = CommandCenterApp.Town };

    private Task<HttpResponseMessage> SignInAsync(HttpClient browser) =>
        browser.PostAsJsonAsync("/api/v1/session", new { user = "leader", password = _host.PasswordOf("leader") });

    private static Task<HttpResponseMessage> PostAsync(HttpClient caller, string address, object body, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return caller.SendAsync(request);
    }

    private static Task<HttpResponseMessage> ImportAsync(HttpClient caller, string file, bool preview = false) =>
        caller.PostAsync($"{Accounts}/import?preview={(preview ? "true" : "false")}", new StringContent(file, Encoding.UTF8, "text/csv"));

    private async Task<string> IdAsync(string user, AccessHost? host = null)
    {
        await using var store = (host ?? _host).Store();
        return (await store.Accounts.SingleAsync(account => account.UserName == user)).Id;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommandCenter.Domain.Access;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Tests.Access;

/// <summary>Telephone numbers: masked wherever they stand, in whole for their owner, and for whoever says why.</summary>
public sealed class PhoneTests : IAsyncLifetime
{
    private const string Accounts = "/api/v1/accounts";
    private const string Number = "16407500009";
    private const string Masked = "164****0009";
    private const string Why = "防汛值班，通知到岗";

    private AccessHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await AccessHost.StartAsync();
        await _host.WithCityAsync();
        await _host.MakeAccountAsync("admin", Roles.SystemAdministrator);
        await _host.MakeAccountAsync("security", Roles.SecurityAdministrator);
        await _host.MakeAccountAsync("audit", Roles.AuditAdministrator);
        await _host.MakeAccountAsync("leader", Roles.Leader);
        await _host.MakeAccountAsync("silent", Roles.Leader);
        await GiveAsync("leader", Number);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("16407500008", "16407500008", "164****0008")]
    [InlineData("１６４ ０７５０ ０００８", "16407500008", "164****0008")]
    [InlineData("０７５０－３１２３４５６", "0750-3123456", "**********56")]
    public async Task A_number_is_kept_in_one_way_of_writing_and_listed_masked(string typed, string kept, string shown)
    {
        using var admin = await _host.SignInAs("admin");
        (await admin.PostAsJsonAsync(Accounts, new { user = "zhang", name = "张三", role = "town", scope = CommandCenterApp.Town, phone = typed })).StatusCode.ShouldBe(HttpStatusCode.Created);

        var list = await admin.GetStringAsync($"{Accounts}?text=zhang");
        JsonDocument.Parse(list).RootElement.GetProperty("accounts")[0].GetProperty("phone").GetString().ShouldBe(shown);
        list.ShouldNotContain(kept);
        await using var store = _host.Store();
        (await store.Accounts.SingleAsync(account => account.UserName == "zhang")).PhoneNumber.ShouldBe(kept);
    }

    [Theory]
    [InlineData("1640750000")]
    [InlineData("3123456")]
    [InlineData("110")]
    [InlineData("1.64E+10")]
    [InlineData(Masked)]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("16407500008\u0000")]
    public async Task A_malformed_number_changes_nothing_and_makes_nobody(string typed)
    {
        using var admin = await _host.SignInAs("admin");
        await (await admin.PatchAsJsonAsync($"{Accounts}/{await IdAsync("leader")}", new { name = "别名", phone = typed })).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_phone");
        await (await admin.PostAsJsonAsync(Accounts, new { user = "zhang", name = "张三", role = "town", scope = CommandCenterApp.Town, phone = typed })).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_phone");

        await using var store = _host.Store();
        (await store.Accounts.CountAsync()).ShouldBe(5);
        var leader = await store.Accounts.SingleAsync(account => account.UserName == "leader");
        (leader.PhoneNumber, leader.DisplayName).ShouldBe((Number, "leader"));
    }

    [Fact]
    public async Task Whoever_does_not_describe_accounts_changes_no_number()
    {
        foreach (var user in new[] { "security", "audit", "leader" })
        {
            using var caller = await _host.SignInAs(user);
            (await caller.PatchAsJsonAsync($"{Accounts}/{await IdAsync("leader")}", new { phone = "16407500008" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden, user);
        }
        await using var store = _host.Store();
        (await store.Accounts.SingleAsync(account => account.UserName == "leader")).PhoneNumber.ShouldBe(Number);
    }

    [Fact]
    public async Task A_file_brings_numbers_and_a_bad_one_makes_nobody()
    {
        using var admin = await _host.SignInAs("admin");
        const string head = "user,name,role,scope,phone\nzhang,张三,town,440781110000,";
        await (await ImportAsync(admin, head + "1.64E+10\n")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "invalid_rows");
        (await ImportAsync(admin, head + "16407500008\nwang,王五,town,440781110000,\n")).EnsureSuccessStatusCode();
        await using var store = _host.Store();
        (await store.Accounts.Where(one => one.UserName == "zhang" || one.UserName == "wang").OrderBy(one => one.UserName).Select(one => one.PhoneNumber).ToListAsync()).ShouldBe([null, "16407500008"]);
    }

    [Fact]
    public async Task A_change_is_recorded_without_the_number_and_an_empty_one_takes_it_off()
    {
        using var admin = await _host.SignInAs("admin");
        var leader = $"{Accounts}/{await IdAsync("leader")}";
        var changed = await admin.PatchAsJsonAsync(leader, new { phone = "16417500009" }); // masked like another
        (await changed.Content.ReadAsStringAsync()).ShouldNotContain("16417500009");
        (await admin.PatchAsJsonAsync(leader, new { phone = "" })).EnsureSuccessStatusCode();

        await using var store = _host.Store();
        (await store.Accounts.SingleAsync(account => account.UserName == "leader")).PhoneNumber.ShouldBeNull();
        var details = await store.AuditEntries.Where(entry => entry.Action == AuditActions.AccountChanged).OrderBy(entry => entry.Sequence).Select(entry => entry.Detail).ToListAsync();
        details.ShouldBe([$$"""{"phone":"{{Masked}} → 164****0009"}""", $$"""{"phone":"{{Masked}} → "}"""]);
        await NoEntryHoldsAsync(Number, "16417500009");
    }

    [Fact]
    public async Task The_whole_number_is_shown_for_a_reason_that_is_in_the_trail()
    {
        foreach (var user in new[] { "admin", "security" })
        {
            using var caller = await _host.SignInAs(user);
            var shown = await RevealAsync(caller, await IdAsync("leader"), $"  {Why} {user} {Number} ");
            shown.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await shown.Content.ReadAsStringAsync()).ShouldBe($$"""{"phone":"{{Number}}"}""");
            shown.Headers.CacheControl!.NoStore.ShouldBeTrue();

            await using var store = _host.Store();
            var entry = await store.AuditEntries.SingleAsync(one => one.Action == AuditActions.PersonalDataShown && one.ActorName == user);
            (entry.Target, entry.Address, entry.Outcome, entry.Region.ToString()).ShouldBe(("leader", "127.0.0.1", AuditOutcome.Done, CommandCenterApp.City));
            JsonDocument.Parse(entry.Detail).RootElement.GetProperty("reason").GetString().ShouldBe($"{Why} {user} {Masked}", "the number in a reason is masked too");
        }
        await NoEntryHoldsAsync(Number);
    }

    [Fact]
    public async Task Each_look_is_an_entry_and_its_answer_is_kept_nowhere()
    {
        using var admin = await _host.SignInAs("admin");
        var leader = await IdAsync("leader");
        foreach (var _ in new[] { 1, 2 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{Accounts}/{leader}/phone/reveal") { Content = JsonContent.Create(new { reason = Why }) };
            request.Headers.Add("Idempotency-Key", "key-1");
            (await (await admin.SendAsync(request)).Content.ReadAsStringAsync()).ShouldContain(Number);
        }
        await using var store = _host.Store();
        (await ShownAsync()).ShouldBe(2);
        (await store.IdempotencyKeys.CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("""{"reason":null}""")]
    [InlineData("""{"reason":"   "}""")]
    [InlineData("""{"reason":" 查 "}""")]
    [InlineData("LONG")]
    public async Task Without_a_reason_nothing_is_shown(string body)
    {
        using var admin = await _host.SignInAs("admin");
        var text = body == "LONG" ? JsonSerializer.Serialize(new { reason = new string('查', 201) }) : body;
        var refused = await admin.PostAsync($"{Accounts}/{await IdAsync("leader")}/phone/reveal", new StringContent(text, Encoding.UTF8, "application/json"));
        await refused.ShouldBeProblem(HttpStatusCode.BadRequest, "reason_required");
        (await refused.Content.ReadAsStringAsync()).ShouldNotContain(Number);
        (await ShownAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_may_not_list_the_account_is_shown_nothing()
    {
        await _host.MakeAccountAsync("county", Roles.SystemAdministrator, "440781000000");
        await _host.MakeAccountAsync("other", Roles.TownCadre, CommandCenterApp.OtherTown);
        await GiveAsync("other", "16407500007");
        foreach (var user in new[] { null, "leader", "audit" })
        {
            using var caller = user is null ? _host.Browser() : await _host.SignInAs(user);
            var refused = await RevealAsync(caller, await IdAsync("leader"), Why);
            refused.StatusCode.ShouldBe(user is null ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden, user);
            (await refused.Content.ReadAsStringAsync()).ShouldNotContain(Number);
        }

        using var county = await _host.SignInAs("county");
        await (await RevealAsync(county, await IdAsync("other"), Why)).ShouldBeProblem(HttpStatusCode.NotFound, "account_not_found");
        await (await RevealAsync(county, await IdAsync("leader"), Why)).ShouldBeProblem(HttpStatusCode.NotFound, "account_not_found");
        using var admin = await _host.SignInAs("admin");
        await (await RevealAsync(admin, "nobody", Why)).ShouldBeProblem(HttpStatusCode.NotFound, "account_not_found");
        await (await RevealAsync(admin, await IdAsync("silent"), Why)).ShouldBeProblem(HttpStatusCode.NotFound, "phone_not_found");
        (await ShownAsync()).ShouldBe(0, "nothing was shown, so nothing says it was");
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_not_shown()
    {
        using var admin = await _host.SignInAs("admin");
        var leader = await IdAsync("leader");
        await using var store = _host.Store();
        await store.Database.ExecuteSqlRawAsync("CREATE TRIGGER full_disk BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'no space'); END");
        var refused = await RevealAsync(admin, leader, Why);
        await refused.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "audit_unavailable");
        (await refused.Content.ReadAsStringAsync()).ShouldNotContain(Number);

        await store.Database.ExecuteSqlRawAsync("DROP TRIGGER full_disk");
        (await RevealAsync(admin, leader, Why)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ShownAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_owner_sees_it_in_whole_and_the_page_of_accounts_masked()
    {
        using var leader = await _host.SignInAs("leader");
        (await leader.GetStringAsync("/account")).ShouldContain(Number);
        using var admin = await _host.SignInAs("admin");
        var page = await admin.GetStringAsync("/accounts");
        page.ShouldContain(Masked);
        page.ShouldNotContain(Number);
    }

    [Fact]
    public async Task A_screen_in_the_hall_shows_no_whole_number()
    {
        await _host.MakeAccountAsync("wall", Roles.Leader, isDisplay: true);
        await GiveAsync("wall", "16407500007");
        using var wall = await _host.SignInAs("wall");
        var page = await wall.GetStringAsync("/account");
        page.ShouldContain("164****0007");
        page.ShouldNotContain("16407500007");
    }

    private static Task<HttpResponseMessage> RevealAsync(HttpClient caller, string id, string reason) => caller.PostAsJsonAsync($"{Accounts}/{id}/phone/reveal", new { reason });

    private static Task<HttpResponseMessage> ImportAsync(HttpClient caller, string file) => caller.PostAsync($"{Accounts}/import", new StringContent(file, Encoding.UTF8, "text/csv"));

    private async Task<int> ShownAsync()
    {
        await using var store = _host.Store();
        return await store.AuditEntries.CountAsync(entry => entry.Action == AuditActions.PersonalDataShown);
    }

    private async Task NoEntryHoldsAsync(params string[] numbers)
    {
        await using var store = _host.Store();
        var entries = await store.AuditEntries.Select(entry => entry.Target + entry.Detail).ToListAsync();
        entries.Where(entry => numbers.Any(number => entry.Contains(number, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    private async Task GiveAsync(string user, string phone)
    {
        await using var store = _host.Store();
        await store.Accounts.Where(account => account.UserName == user).ExecuteUpdateAsync(all => all.SetProperty(account => account.PhoneNumber, phone));
    }

    private async Task<string> IdAsync(string user)
    {
        await using var store = _host.Store();
        return (await store.Accounts.SingleAsync(account => account.UserName == user)).Id;
    }
}

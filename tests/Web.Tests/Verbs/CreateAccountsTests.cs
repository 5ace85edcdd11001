using System.Net;
using System.Net.Http.Json;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Tests.Host;
using CommandCenter.Web.Verbs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Verbs;

[Collection(RunningApp.Name)]
public sealed class CreateAccountsTests(CommandCenterApp app) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("command-center-accounts-").FullName;

    private string List => Path.Combine(_folder, "accounts.json");

    private string Output => Path.Combine(_folder, "issued.json");

    [Fact]
    public async Task Issues_a_password_that_opens_and_a_file_for_its_owner_alone()
    {
        var issued = await RunAsync("""[{"user":"verb-one","name":"测试","role":"staff","scope":"440700000000"},{"token":"接入","scope":"440700000000"}]""");

        (await app.Services.GetRequiredService<AuditArchive>().FindAsync(new()
        {
            Scope = RegionScope.Of(RegionCode.Parse(CommandCenterApp.City)), WithoutRegion = false, Action = AuditActions.AccountCreated, Text = "verb-one",
        }, CancellationToken.None)).ShouldHaveSingleItem().ActorRole.ShouldBe("console");
        issued[0].Role.ShouldBe("staff");
        issued[0].Scope.ShouldBe("440700000000");
        (await OpensAsync("verb-one", issued[0].Password!)).ShouldBeTrue();
        issued[1].Token!.ShouldStartWith("cc_");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Output).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Run_again_it_changes_nothing()
    {
        const string list = """[{"user":"verb-two","name":"测试","role":"town","scope":"440781110000"},{"token":"接入二","scope":"440700000000"}]""";
        var first = await RunAsync(list);
        (await RunAsync(list)).ShouldBe(first);
        (await OpensAsync("verb-two", first[0].Password!)).ShouldBeTrue();
    }

    [Fact]
    public async Task Without_its_file_the_password_is_new_and_the_old_one_opens_nothing()
    {
        const string list = """[{"user":"verb-three","name":"测试","role":"staff","scope":"440700000000"}]""";
        var lost = await RunAsync(list);
        File.Delete(Output);

        var issued = await RunAsync(list);

        (await OpensAsync("verb-three", lost[0].Password!)).ShouldBeFalse();
        (await OpensAsync("verb-three", issued[0].Password!)).ShouldBeTrue();
    }

    [Fact]
    public async Task Makes_an_account_for_walls()
    {
        var issued = await RunAsync("""[{"user":"verb-wall","name":"大屏","role":"leader","scope":"440700000000","display":true,"phone":"0750-3123456"}]""");

        issued[0].Display.ShouldBe(true);
        await using var store = await app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContextAsync();
        var wall = await store.Accounts.SingleAsync(account => account.UserName == "verb-wall");
        (wall.IsDisplay, wall.PhoneNumber).ShouldBe((true, "0750-3123456"));
        (await OpensAsync("verb-wall", issued[0].Password!)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"user":"verb-five","name":"测试","role":"system-admin","scope":"440700000000","display":true}""", "walls")]
    [InlineData("""{"user":"verb-five","name":"测试","role":"staff","scope":"440700000000","phone":"110"}""", "0750-3123456")]
    public async Task Refuses_an_administrator_on_a_wall_and_a_number_that_is_none(string entry, string says)
    {
        (await Should.ThrowAsync<InvalidOperationException>(RunAsync($"[{entry}]"))).Message.ShouldContain(says);
        await using var store = await app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContextAsync();
        (await store.Accounts.AnyAsync(account => account.UserName == "verb-five")).ShouldBeFalse();
    }

    [Fact]
    public async Task Refuses_a_role_that_does_not_exist() => (await Should.ThrowAsync<InvalidOperationException>(
        RunAsync("""[{"user":"verb-four","name":"测试","role":"king","scope":"440700000000"}]"""))).Message.ShouldContain("king");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<IReadOnlyList<AccessEntry>> RunAsync(string list)
    {
        await File.WriteAllTextAsync(List, list);
        await using var services = app.Services.CreateAsyncScope();
        await CreateAccounts.RunAsync(services.ServiceProvider, List, Output, CancellationToken.None);
        return await AccessEntry.ReadAsync(Output, CancellationToken.None);
    }

    private async Task<bool> OpensAsync(string user, string password)
    {
        using var browser = app.Browser();
        return (await browser.PostAsJsonAsync("/api/v1/session", new { user, password })).StatusCode == HttpStatusCode.OK;
    }
}

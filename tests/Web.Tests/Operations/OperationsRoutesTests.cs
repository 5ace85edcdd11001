using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Web.Features.Operations;
using CommandCenter.Web.Shared;
using CommandCenter.Web.Tests.Host;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Operations;

[Collection(RunningApp.Name)]
public sealed class OperationsRoutesTests(CommandCenterApp app)
{
    [Fact]
    public async Task Tells_the_system_administrator_how_every_part_is()
    {
        using var admin = await app.SignInAs("admin");
        var status = await admin.GetFromJsonAsync<JsonElement>("/api/v1/status");

        status.GetProperty("clickHouse").GetProperty("milliseconds").GetDouble().ShouldBeGreaterThan(0);
        status.GetProperty("store").GetProperty("fault").ValueKind.ShouldBe(JsonValueKind.Null);
        status.GetProperty("spool").GetProperty("waiting").GetInt64().ShouldBeGreaterThanOrEqualTo(0);
        status.GetProperty("disk").GetProperty("free").GetInt64().ShouldBeGreaterThan(0);
        status.GetProperty("versions").GetProperty("clickHouse").GetString()!.ShouldStartWith("26.");
        status.GetProperty("versions").GetProperty("store").GetString()!.ShouldStartWith("SQLite 3.");
        status.GetRawText().ShouldNotContain("assword", Case.Insensitive);
    }

    [Theory]
    [InlineData("leader")]
    [InlineData("staff")]
    [InlineData("town")]
    [InlineData("audit")]
    public async Task Makes_no_backup_for_anybody_else(string user)
    {
        using var caller = await app.SignInAs(user);
        await (await caller.PostAsync(OperationsRoutes.Backups, null)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        await (await caller.GetAsync("/api/v1/status")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Makes_no_backup_for_a_stranger_or_a_forged_operator()
    {
        var before = Folders();
        using var stranger = app.Browser();
        await (await stranger.PostAsync(OperationsRoutes.Backups, null)).ShouldBeProblem(HttpStatusCode.Unauthorized, "no_session");
        stranger.DefaultRequestHeaders.Authorization =
            AuthenticationHeaderValue.Parse(OperatorTokens.New(new EphemeralDataProtectionProvider()));
        await (await stranger.PostAsync(OperationsRoutes.Backups, null)).ShouldBeProblem(HttpStatusCode.Unauthorized, "no_session");
        Folders().ShouldBe(before);
    }

    [Fact]
    public async Task Makes_a_whole_backup_for_the_operator_on_the_machine_and_lists_it()
    {
        using var verb = app.Browser();
        verb.DefaultRequestHeaders.Authorization =
            AuthenticationHeaderValue.Parse(OperatorTokens.New(app.Services.GetRequiredService<IDataProtectionProvider>()));

        using var answer = await verb.PostAsync(OperationsRoutes.Backups, null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var made = (await answer.Content.ReadFromJsonAsync<BackupAnswer>())!;
        var manifest = await RestoreDesk.CheckAsync(Path.Combine(Options.BackupsFolder, made.Name), default);
        manifest.Store.Rows["regions"].ShouldBeGreaterThan(1_400);
        manifest.Store.Rows["accounts"].ShouldBeGreaterThanOrEqualTo(7);
        manifest.Facts.Totals.Single(table => table.Table == "indicator_values").Rows.ShouldBeGreaterThan(100UL);
        manifest.Files.ShouldNotContain(file => file.Path.Contains("partial") || file.Path.Contains("store.db"));
        using var admin = await app.SignInAs("admin");
        (await admin.GetFromJsonAsync<BackupAnswer[]>(OperationsRoutes.Backups))!.ShouldContain(made);
        (await admin.GetFromJsonAsync<JsonElement>("/api/v1/status")).GetProperty("lastBackup").GetProperty("name").GetString().ShouldBe(made.Name);
    }

    [Fact]
    public async Task Two_backups_at_once_are_one_and_a_refusal()
    {
        using var admin = await app.SignInAs("admin");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => admin.PostAsync(OperationsRoutes.Backups, null)));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBeGreaterThanOrEqualTo(1);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
            await refused.ShouldBeProblem(HttpStatusCode.Conflict, "backup_running");
        Directory.GetDirectories(Options.BackupsFolder, "*.partial").ShouldBeEmpty();
    }

    private CommandCenterOptions Options => app.Services.GetRequiredService<CommandCenterOptions>();

    private string[] Folders() => Directory.Exists(Options.BackupsFolder) ? Directory.GetDirectories(Options.BackupsFolder) : [];
}

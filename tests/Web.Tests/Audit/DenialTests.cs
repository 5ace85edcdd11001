using System.Net;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Shared.Hosting;
using CommandCenter.Web.Tests.Host;
using CommandCenter.Web.Tests.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommandCenter.Web.Tests.Audit;

/// <summary>Whoever is refused is recorded, once a minute and counted.</summary>
[Collection(RunningApp.Name)]
public sealed class DenialTests(CommandCenterApp app)
{
    [Theory]
    [InlineData("/api/v1/audit", "403")]
    [InlineData("/audit", "403")]
    [InlineData($"/api/v1/regions/{CommandCenterApp.OtherTown}", "404")]
    [InlineData($"/regions/{CommandCenterApp.OtherTown}", "404")]
    [InlineData($"/wall/overview?region={CommandCenterApp.City}", "404")]
    public async Task A_refusal_is_recorded_with_who_what_and_where(string address, string status)
    {
        var name = $"denied-{Guid.NewGuid():N}"[..20];
        await app.MakeAccountAsync(name, "梁伟明", "town", CommandCenterApp.Town);
        using var town = await app.SignInAs(name);
        town.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        ((int)(await town.GetAsync(address)).StatusCode).ToString().ShouldBe(status);

        var entry = (await FoundAsync(name)).Single(entry => entry.Action == AuditActions.Denied);
        entry.Target.ShouldBe($"GET {address.Split('?')[0]}");
        entry.Outcome.ShouldBe(AuditOutcome.Denied);
        entry.Detail.ShouldContain($"\"status\":\"{status}\"");
        entry.Address.ShouldBe("127.0.0.1");
        if (status == "404") entry.Region!.Value.ToString().ShouldBeOneOf(CommandCenterApp.OtherTown, CommandCenterApp.City);
    }

    [Fact]
    public async Task A_screen_that_asks_the_hub_for_anothers_region_is_recorded_once_a_minute()
    {
        var name = $"denied-{Guid.NewGuid():N}"[..20];
        await app.MakeAccountAsync(name, "梁伟明", "town", CommandCenterApp.Town);
        await using var screen = await HubScreen.ConnectAsync(app.Address, ("Cookie", await app.CookieOf(name)));

        string[] foreign = [$"sensing:{CommandCenterApp.OtherTown}", $"sensing:{CommandCenterApp.City}"];
        (await screen.SubscribeAsync([.. foreign, $"nothing:{CommandCenterApp.Town}", "<img src=x>"])).Length.ShouldBe(4);

        var entry = (await FoundAsync(name)).Single(entry => entry.Action == AuditActions.Denied);
        (entry.Target, entry.Region!.Value.ToString()).ShouldBe(($"SUBSCRIBE {foreign[0]}", CommandCenterApp.OtherTown));
    }

    [Fact]
    public async Task What_is_not_there_is_no_refusal()
    {
        var name = $"denied-{Guid.NewGuid():N}"[..20];
        await app.MakeAccountAsync(name, "梁伟明", "town", CommandCenterApp.Town);
        using var town = await app.SignInAs(name);
        (await town.GetAsync("/api/v1/regions/440781110999")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await town.GetAsync("/no-such-page")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await FoundAsync(name)).ShouldNotContain(entry => entry.Action == AuditActions.Denied);
    }

    [Fact]
    public async Task A_flood_becomes_two_entries_and_its_count()
    {
        var (ledger, name) = (Ledger(), $"flood-{Guid.NewGuid():N}");
        for (var i = 0; i < 5_000; i++) await ledger.RecordAsync(Denial(name, $"GET /tiles/{i}"), "GET /tiles 403");
        await ledger.CloseMinuteAsync();

        var entries = await FoundAsync(name);
        entries.Count.ShouldBe(2);
        entries[0].Detail.ShouldContain("\"count\":\"4999\"");
    }

    [Fact]
    public async Task A_flood_from_everywhere_is_bounded_too()
    {
        var (ledger, before) = (Ledger(), await HeadAsync());
        await Task.WhenAll(Enumerable.Range(0, 3_000).Select(i => ledger.RecordAsync(Denial("", "GET /x") with { Address = $"2001:db8::{i:x}" }, "GET /x 401")));
        await ledger.CloseMinuteAsync();
        (await HeadAsync() - before).ShouldBeInRange(DenialLedger.MostKinds, DenialLedger.MostKinds + 60);
    }

    private DenialLedger Ledger() => new(app.Services.GetRequiredService<AuditTrail>(), TimeProvider.System, NullLogger<DenialLedger>.Instance);

    private static AuditEvent Denial(string name, string target) => new()
    {
        Action = AuditActions.Denied, Actor = new(name, name, "town"), Target = target, Outcome = AuditOutcome.Denied,
    };

    private async Task<long> HeadAsync() => (await app.Services.GetRequiredService<AuditArchive>().HeadAsync(default))?.Sequence ?? 0;

    private async Task<IReadOnlyList<AuditEntry>> FoundAsync(string actor) => await app.Services.GetRequiredService<AuditArchive>().FindAsync(
        new() { Scope = RegionScope.Of(RegionCode.Parse(CommandCenterApp.City)), WithoutRegion = true, Actor = actor }, default);
}

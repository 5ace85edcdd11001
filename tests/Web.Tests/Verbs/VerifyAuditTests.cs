using CommandCenter.Store.Audit;
using CommandCenter.Web.Shared;
using CommandCenter.Web.Tests.Host;
using CommandCenter.Web.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Verbs;

[Collection(RunningApp.Name)]
public sealed class VerifyAuditTests(CommandCenterApp app)
{
    [Fact]
    public async Task Tells_how_many_entries_hold_and_the_head_of_the_chain_while_the_server_runs()
    {
        await app.Services.GetRequiredService<AuditTrail>().RecordAsync(
            new AuditEvent { Action = AuditActions.MetricsImported, Actor = AuditActor.Console }, CancellationToken.None);

        var (code, told, refused) = await RunAsync(app.Services);

        refused.ShouldBeEmpty();
        code.ShouldBe(0);
        told.ShouldContain("审计链完整");
        told.ShouldMatch("链尾 [0-9a-f]{64}");
    }

    [Fact]
    public async Task Ends_with_1_and_names_the_entry_that_does_not_hold()
    {
        var anchors = new AuditAnchors(Path.GetTempFileName());
        try
        {
            await File.WriteAllTextAsync(anchors.File, $"1000000 {AuditChain.Beginning} 2026-01-01T00:00:00Z\n");
            await using var services = new ServiceCollection()
                .AddSingleton(new AuditCheck(app.Services.GetRequiredService<AuditArchive>(), app.Services.GetRequiredService<AuditKeys>(), anchors, TimeProvider.System))
                .BuildServiceProvider();

            var (code, _, refused) = await RunAsync(services);

            code.ShouldBe(1);
            refused.ShouldContain("截断");
        }
        finally
        {
            File.Delete(anchors.File);
        }
    }

    [Fact]
    public void Every_action_and_every_break_has_a_word()
    {
        var codes = typeof(AuditActions).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToList();
        AuditWords.Actions.Keys.Order().ShouldBe(codes.Order());
        codes.ShouldBeUnique();
        Enum.GetValues<AuditBreakKind>().Select(AuditWords.Of).ShouldBeUnique();
    }

    private static async Task<(int Code, string Told, string Refused)> RunAsync(IServiceProvider services)
    {
        using StringWriter told = new(), refused = new();
        return (await VerifyAudit.RunAsync(services, told, refused, CancellationToken.None), told.ToString(), refused.ToString());
    }
}

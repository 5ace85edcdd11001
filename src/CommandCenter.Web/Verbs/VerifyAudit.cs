using System.CommandLine;
using System.Globalization;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Verbs;

/// <summary><c>verify-audit</c>: walks over the whole audit trail; ends with 1 at the first entry that does not hold.
/// Reads only, also while the server runs.</summary>
internal static class VerifyAudit
{
    public static Command Build()
    {
        var command = new Command("verify-audit", "Check every entry of the audit trail; exit code 1 and the first broken entry when it was tampered with.");
        command.SetAction(async (_, cancel) =>
        {
            await using var app = await VerbHost.OpenAsync(cancel);
            return await RunAsync(app.Services, Console.Out, Console.Error, cancel);
        });
        return command;
    }

    internal static async Task<int> RunAsync(IServiceProvider services, TextWriter told, TextWriter refused, CancellationToken cancel)
    {
        var found = await services.GetRequiredService<AuditCheck>().RunAsync(cancel);
        if (found is { First: { } first, Head: { } head })
        {
            await told.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"审计记录 {found.Entries} 条，核对锚点 {found.Anchors} 个"));
            await told.WriteLineAsync($"第一条 {first.Sequence} {first.At.UtcDateTime:O}");
            await told.WriteLineAsync($"最后一条 {head.Sequence} {head.At.UtcDateTime:O}");
            await told.WriteLineAsync($"链尾 {head.Hash}");
        }
        if (found.Break is not { } at)
        {
            await told.WriteLineAsync("审计链完整。");
            return 0;
        }
        await refused.WriteLineAsync($"审计链被破坏：第 {at.Sequence} 条，{AuditWords.Of(at.Kind)}。");
        return 1;
    }
}

using System.CommandLine;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Features.Operations;

namespace CommandCenter.Web.Verbs;

/// <summary><c>restore</c>: a backup into an empty data folder; counts, sums and checksums are compared.</summary>
internal static class Restore
{
    public static Command Build()
    {
        var source = new Option<string>("--from") { Description = "The folder of a backup.", Required = true };
        var check = new Option<bool>("--check") { Description = "Compare the checksums and restore nothing." };
        var command = new Command("restore", "Bring a backup back, into an empty data folder and empty databases.") { source, check };
        command.SetAction(async (parsed, cancel) =>
        {
            var folder = Path.GetFullPath(parsed.GetRequiredValue(source));
            if (parsed.GetValue(check))
            {
                var whole = await RestoreDesk.CheckAsync(folder, cancel);
                Console.WriteLine($"备份完好：{whole.Files.Count} 个文件，校验值全部相符，时刻 {whole.At:O}。");
                return 0;
            }

            await using var app = await VerbHost.OpenAsync(cancel, applySchema: false);
            var manifest = await app.Services.GetRequiredService<RestoreDesk>().RestoreAsync(folder, cancel);
            foreach (var (table, rows) in manifest.Store.Rows.OrderBy(table => table.Key, StringComparer.Ordinal)) Console.WriteLine($"  {table}\t{rows}");
            foreach (var table in manifest.Facts.Totals) Console.WriteLine($"  {table.Table}\t{table.Rows}\t{table.Sum}");
            await VerbRecord.WriteAsync(app.Services, AuditActions.Restored, Path.GetFileName(folder), default);
            Console.WriteLine($"已恢复到 {manifest.At:O}：行数与合计全部相符。");
            return 0;
        });
        return command;
    }
}

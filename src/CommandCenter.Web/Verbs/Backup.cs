using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Schema;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Features.Operations;
using CommandCenter.Web.Features.Sensing;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.DataProtection;

namespace CommandCenter.Web.Verbs;

/// <summary><c>backup</c>: everything as of one moment, into a folder of its own. While the server runs it is asked to do it.</summary>
internal static class Backup
{
    public static Command Build()
    {
        var target = new Option<string?>("--to") { Description = "A folder that does not exist yet; without it the folder of backups." };
        var command = new Command("backup", "Back up decisions, facts and files as of one moment; the server may be running.") { target };
        command.SetAction(async (parsed, cancel) =>
        {
            var to = parsed.GetValue(target) is { } path ? Path.GetFullPath(path) : null;
            if (to is not null && Path.Exists(to)) throw new InvalidOperationException($"{to} 已存在，未备份。");
            await using var app = await VerbHost.OpenAsync(cancel);
            var options = app.Services.GetRequiredService<CommandCenterOptions>();
            var folder = Path.Combine(options.BackupsFolder, await MakeAsync(app.Services, options, cancel));
            if (to is not null) BackupFiles.Move(folder, to);
            var manifest = BackupManifest.Read(to ?? folder);
            Console.WriteLine($"已备份到 {to ?? folder}：{manifest.Files.Count + 1} 个文件，{manifest.Bytes / 1e6:0.0} MB，{manifest.Store.Rows.Values.Sum()} 行记录。");
            return 0;
        });
        return command;
    }

    private static async Task<string> MakeAsync(IServiceProvider services, CommandCenterOptions options, CancellationToken cancel)
    {
        // The address is this machine's own and may carry a certificate of the city's.
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new() { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
        }) { Timeout = TimeSpan.FromHours(2) };
        return await ServerNote.FindAsync(options, http, cancel) is { } server
            ? await AskAsync(services, server, http, cancel)
            : await MakeAloneAsync(services, cancel);
    }

    private static async Task<string> AskAsync(IServiceProvider services, Uri server, HttpClient http, CancellationToken cancel)
    {
        http.DefaultRequestHeaders.Authorization =
            AuthenticationHeaderValue.Parse(OperatorTokens.New(services.GetRequiredService<IDataProtectionProvider>()));
        using var answer = await http.PostAsync(new Uri(server, OperationsRoutes.Backups), content: null, cancel);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<BackupAnswer>(cancel))!.Name
            : throw new InvalidOperationException($"服务器未能备份：{await answer.Content.ReadAsStringAsync(cancel)}");
    }

    /// <summary>What the spool still holds is brought into ClickHouse on the way.</summary>
    private static async Task<string> MakeAloneAsync(IServiceProvider services, CancellationToken cancel)
    {
        await services.GetRequiredService<SchemaRunner>().ApplyAsync(cancel);
        using var devices = await services.GetRequiredService<DeviceRoster>().OpenAsync(cancel);
        await services.GetRequiredService<TelemetryIntake>().StartAsync(cancel);
        return (await services.GetRequiredService<BackupDesk>().MakeAsync(AuditActor.Console, "", cancel)).Name;
    }
}

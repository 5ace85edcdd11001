using System.CommandLine;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Import;
using CommandCenter.Store.Audit;

namespace CommandCenter.Web.Verbs;

/// <summary><c>import KIND PATH</c>: brings a city's own data in. A file is taken whole or refused whole.</summary>
internal static class Import
{
    public static Command Build() => new("import", "Bring in a city's own data; a file is taken whole or refused whole.")
    {
        ImportRegions.Build(),
        ImportIndicators.Build(),
        ImportMetrics.Build(),
        ImportDeviceTypes.Build(),
        ImportDevices.Build(),
        ImportLayer.Build(),
    };

    /// <summary>Runs an import; a refusal goes to standard error and ends with 1. Either is recorded.</summary>
    public static async Task<int> RunAsync(string action, string path, Func<WebApplication, Task<string>> import, CancellationToken cancel)
    {
        await using var app = await VerbHost.OpenAsync(cancel);
        var record = new AuditEvent { Action = action, Actor = AuditActor.Console, Target = path };
        var trail = app.Services.GetRequiredService<AuditTrail>();
        try
        {
            var done = await import(app);
            await trail.RecordAsync(record with { Detail = Said(done) }, CancellationToken.None);
            Console.WriteLine(done);
            return 0;
        }
        catch (Exception failure) when (failure is ImportException or ClickHouseException)
        {
            var reason = failure is ImportException ? failure.Message : "打不开 ClickHouse 的数据文件夹；服务器运行时请先停止服务器。";
            await trail.RecordAsync(record with { Outcome = AuditOutcome.Failed, Detail = Said(reason) }, CancellationToken.None);
            await Console.Error.WriteLineAsync($"未导入。{reason}");
            return 1;
        }
    }

    private static Dictionary<string, string> Said(string text) => new() { ["said"] = text };
}

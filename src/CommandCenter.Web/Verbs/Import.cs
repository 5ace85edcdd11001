using System.CommandLine;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Import;

namespace CommandCenter.Web.Verbs;

/// <summary><c>import KIND PATH</c>: brings a city's own data in. A file is taken whole or refused whole.</summary>
internal static class Import
{
    public static Command Build() => new("import", "Bring in a city's own data; a file is taken whole or refused whole.")
    {
        ImportRegions.Build(),
        ImportIndicators.Build(),
        ImportMetrics.Build(),
    };

    /// <summary>Runs an import; a refusal goes to standard error and ends with 1.</summary>
    public static async Task<int> RunAsync(Func<WebApplication, Task<string>> import, CancellationToken cancel)
    {
        try
        {
            await using var app = await VerbHost.OpenAsync(cancel);
            Console.WriteLine(await import(app));
            return 0;
        }
        catch (ImportException refused)
        {
            await Console.Error.WriteLineAsync($"未导入。{refused.Message}");
            return 1;
        }
        catch (ClickHouseException)
        {
            await Console.Error.WriteLineAsync("未导入。打不开 ClickHouse 的数据文件夹；服务器运行时请先停止服务器。");
            return 1;
        }
    }
}

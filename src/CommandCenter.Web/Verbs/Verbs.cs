using System.CommandLine;
using System.Text.Json;

namespace CommandCenter.Web.Verbs;

/// <summary>What the program does besides serving: <c>dotnet run --project src/CommandCenter.Web -- VERB</c>.</summary>
internal static class Verbs
{
    private static RootCommand Root() => new("CommandCenter: without a verb it serves; with one it does it and ends.")
    {
        CreateAdmin.Build(),
        CreateToken.Build(),
        CreateAccounts.Build(),
        Import.Build(),
        Ingest.Build(),
        VerifyAudit.Build(),
        Backup.Build(),
        Restore.Build(),
    };

    public static bool IsAsked(string[] args) =>
        args is [var first, ..] && (!first.StartsWith('-') || first is "--help" or "-h" or "--version");

    /// <summary>0 when done; 1 with a sentence on standard error when the verb refused.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            return await Root().Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception refusal) when (refusal is InvalidOperationException or IOException or UnauthorizedAccessException or FormatException or JsonException)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return 1;
        }
    }
}

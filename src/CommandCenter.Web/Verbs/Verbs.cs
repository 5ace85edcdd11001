using System.CommandLine;

namespace CommandCenter.Web.Verbs;

/// <summary>What the program does besides serving: <c>dotnet run --project src/CommandCenter.Web -- VERB</c>.</summary>
internal static class Verbs
{
    public static bool IsAsked(string[] args) => args is [var first, ..] && (!first.StartsWith('-') || first is "--help" or "-h" or "--version");

    public static Task<int> RunAsync(string[] args) => Root().Parse(args).InvokeAsync();

    private static RootCommand Root() => new("CommandCenter: without a verb it serves; with one it does it and ends.")
    {
        CreateAdmin.Build(),
        CreateToken.Build(),
    };
}

using System.CommandLine;
using CommandCenter.Web.Features.Access.Accounts;
using CommandCenter.Web.Features.Access.Tokens;

namespace CommandCenter.Web.Verbs;

/// <summary><c>create-token</c>: an ingest token for one of the city's systems; prints its secret once.</summary>
internal static class CreateToken
{
    public static Command Build()
    {
        var name = new Option<string>("--name") { Description = "Whose token it is.", Required = true };
        var scope = VerbOptions.Scope();
        var command = new Command("create-token", "Make an ingest token and print it once.") { name, scope };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var app = await VerbHost.OpenAsync(cancel);
            var tokens = app.Services.GetRequiredService<IngestTokens>();
            Console.WriteLine(await tokens.CreateAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(scope), cancel));
            return 0;
        });
        return command;
    }
}

using System.CommandLine;
using CommandCenter.Store.Audit;
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
        var device = new Option<string?>("--device") { Description = "The one device it may speak of." };
        var type = new Option<string?>("--type") { Description = "Device type of the fleet it may speak of." };
        var department = new Option<string?>("--department") { Description = "Department of the fleet it may speak of." };
        var command = new Command("create-token", "Make an ingest token and print it once.") { name, scope, device, type, department };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var app = await VerbHost.OpenAsync(cancel);
            var (whose, where) = (parsed.GetRequiredValue(name), parsed.GetRequiredValue(scope));
            var secret = await app.Services.GetRequiredService<IngestTokens>().CreateAsync(
                whose, where, cancel, parsed.GetValue(device), parsed.GetValue(type), parsed.GetValue(department));
            await VerbRecord.WriteAsync(app.Services, AuditActions.TokenCreated, whose, where);
            Console.WriteLine(secret);
            return 0;
        });
        return command;
    }
}

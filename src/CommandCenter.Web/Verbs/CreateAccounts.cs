using System.CommandLine;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Features.Access.Accounts;
using CommandCenter.Web.Features.Access.Tokens;

namespace CommandCenter.Web.Verbs;

/// <summary><c>create-accounts</c>: the accounts and ingest tokens of a list, their generated secrets in a file of its own.
/// What that file already holds stays as it is; without the file every secret is new.</summary>
internal static class CreateAccounts
{
    public static Command Build()
    {
        var list = new Option<string>("--file") { Description = """[{"user","name","role","scope","display","phone"}, …, {"token","scope"}]; display and phone may be missing.""", Required = true };
        var output = new Option<string>("--out") { Description = "Where the secrets go, readable by their owner alone.", Required = true };
        var command = new Command("create-accounts", "Make the accounts and ingest tokens of a list.") { list, output };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var app = await VerbHost.OpenAsync(cancel);
            await using var services = app.Services.CreateAsyncScope();
            await RunAsync(services.ServiceProvider, parsed.GetRequiredValue(list), parsed.GetRequiredValue(output), cancel);
            return 0;
        });
        return command;
    }

    internal static async Task RunAsync(IServiceProvider services, string list, string output, CancellationToken cancel)
    {
        var register = services.GetRequiredService<AccountRegister>();
        var tokens = services.GetRequiredService<IngestTokens>();
        var issued = File.Exists(output) ? await AccessEntry.ReadAsync(output, cancel) : [];
        var entries = new List<AccessEntry>();
        foreach (var wanted in await AccessEntry.ReadAsync(list, cancel))
            entries.Add(wanted.Token is null
                ? await AccountAsync(services, wanted, issued, register)
                : await TokenAsync(services, wanted, issued, tokens, cancel));
        await AccessEntry.WriteAsync(output, entries, cancel);
    }

    private static async Task<AccessEntry> AccountAsync(IServiceProvider services, AccessEntry wanted, IReadOnlyList<AccessEntry> issued, AccountRegister register)
    {
        var display = wanted.Display is true;
        if (display && ThreeAdministrators.Includes(wanted.Role)) throw new InvalidOperationException($"{wanted.User}: an account for walls administers nothing.");
        if (!DraftReader.TryPhone(wanted.Phone, out var phone)) throw new InvalidOperationException($"{wanted.User}: {Refusals.BadPhone.Detail}");
        var account = new NewAccount(wanted.User ?? "", wanted.Name ?? "", wanted.Role ?? "", RegionCode.Parse(wanted.Scope ?? ""), display, Phone: phone);
        var exists = await register.ExistsAsync(account.User);
        if (exists && issued.FirstOrDefault(entry => entry.User == account.User) is { } known) return known;
        var password = exists ? await register.RenewPasswordAsync(account.User) : await register.CreateAsync(account);
        await VerbRecord.WriteAsync(
            services, exists ? AuditActions.PasswordChanged : AuditActions.AccountCreated, account.User, account.Scope, account.Role);
        return new(account.User, Password: password, Role: account.Role, Scope: wanted.Scope, Display: display ? true : null);
    }

    private static async Task<AccessEntry> TokenAsync(
        IServiceProvider services, AccessEntry wanted, IReadOnlyList<AccessEntry> issued, IngestTokens tokens, CancellationToken cancel)
    {
        foreach (var entry in issued)
            if (entry.Token is { } secret && await tokens.FindAsync(secret, cancel) is { } token && token.Name == wanted.Token)
                return entry;
        var scope = RegionCode.Parse(wanted.Scope ?? "");
        var made = await tokens.CreateAsync(wanted.Token!, scope, cancel);
        await VerbRecord.WriteAsync(services, AuditActions.TokenCreated, wanted.Token!, scope);
        return new(Token: made);
    }
}

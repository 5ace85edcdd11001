using System.CommandLine;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Features.Access.Accounts;
using CommandCenter.Web.Features.Access.Tokens;

namespace CommandCenter.Web.Verbs;

/// <summary><c>create-admin</c>: the first system administrator; prints a generated password once.</summary>
internal static class CreateAdmin
{
    public static Command Build()
    {
        var user = new Option<string>("--user") { Description = "Sign-in name.", Required = true };
        var scope = VerbOptions.Scope();
        var command = new Command("create-admin", "Make a system administrator and print its password once.") { user, scope };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var app = await VerbHost.OpenAsync(cancel);
            await using var services = app.Services.CreateAsyncScope();
            var register = services.ServiceProvider.GetRequiredService<AccountRegister>();
            var account = new NewAccount(parsed.GetRequiredValue(user), "系统管理员", Roles.SystemAdministrator, parsed.GetRequiredValue(scope));
            var password = await register.CreateAsync(account);
            await VerbRecord.WriteAsync(app.Services, AuditActions.AccountCreated, account.User, account.Scope, account.Role);
            Console.WriteLine(password);
            return 0;
        });
        return command;
    }
}

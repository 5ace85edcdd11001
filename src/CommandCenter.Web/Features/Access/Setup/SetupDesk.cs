using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Features.Access.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Access.Setup;

/// <summary>The first run: whoever reads the server's console makes the first administrators, once. Then the door is gone for
/// ever, in the store, so also after a restart and on every node.</summary>
public sealed class SetupDesk(CommandCenterDb store, AccountRegister register, AuditTrail trail, AccessOptions options, TimeProvider clock)
{
    private static readonly Dictionary<string, string> FirstRun = new() { ["how"] = "first run" };

    public SecurityProfile Profile => options.Profile;

    /// <summary>Opens the door when there is no account and it was never closed. Returns the token for the console, or null.</summary>
    public async Task<string?> OpenAsync(CancellationToken cancel)
    {
        var door = await store.SetupDoors.SingleOrDefaultAsync(cancel);
        if (door?.ClosedAt is not null) return null;
        var now = clock.GetUtcNow();
        if (await store.Accounts.AnyAsync(cancel))
        {
            if (door is null) return null; // made by a verb before any server ran: IsOpenAsync says no
            door.ClosedAt = now;
            await store.SaveChangesAsync(cancel);
            return null;
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        if (door is null) store.SetupDoors.Add(new() { Id = SetupDoor.TheOne, TokenHash = Hash(token), OpenedAt = now });
        else (door.TokenHash, door.OpenedAt) = (Hash(token), now);
        await store.SaveChangesAsync(cancel);
        return token;
    }

    public async Task<bool> IsOpenAsync(CancellationToken cancel) =>
        await store.SetupDoors.AnyAsync(door => door.ClosedAt == null, cancel) && !await store.Accounts.AnyAsync(cancel);

    /// <summary>Makes the first administrators and closes the door, both or neither. Of two who come at once one gets in.</summary>
    public async Task<SetupAnswer> EnterAsync(FirstAdministrators wanted, string address, CancellationToken cancel)
    {
        var scope = RegionCode.TryParse(wanted.Scope, null, out var code) ? code : default;
        if (FaultOf(wanted, scope) is { } fault) return new(fault);

        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        var hash = Hash(wanted.Token?.Trim() ?? "");
        DateTimeOffset? now = clock.GetUtcNow();
        var entered = await store.SetupDoors.Where(door => door.TokenHash == hash && door.ClosedAt == null)
            .ExecuteUpdateAsync(door => door.SetProperty(d => d.ClosedAt, now), cancel);
        if (entered == 0 || await store.Accounts.AnyAsync(cancel)) return new("一次性口令不正确，或已经用过。");

        try
        {
            await register.CreateAsync(new(wanted.User!, "系统管理员", Roles.SystemAdministrator, scope), wanted.Password!, mustChange: false);
            var others = new List<(string, string)>();
            if (options.Profile.Separated)
            {
                others.Add((wanted.SecurityUser!, await register.CreateAsync(new(wanted.SecurityUser!, "安全管理员", Roles.SecurityAdministrator, scope), mustChange: true)));
                others.Add((wanted.AuditUser!, await register.CreateAsync(new(wanted.AuditUser!, "审计管理员", Roles.AuditAdministrator, scope), mustChange: true)));
            }
            foreach (var user in others.Select(other => other.Item1).Prepend(wanted.User!))
                await trail.AppendAsync(store, new() { Action = AuditActions.AccountCreated, Actor = AuditActor.Stranger, Address = address, Target = user, Region = scope, Detail = FirstRun }, cancel);
            await transaction.CommitAsync(cancel);
            return new(null, others);
        }
        catch (InvalidOperationException)
        {
            return new("账号名不能用：只用字母、数字和 - . _ @ +，三个账号互不相同。");
        }
    }

    private string? FaultOf(FirstAdministrators wanted, RegionCode scope) =>
        string.IsNullOrWhiteSpace(wanted.User) ? "请填写账号。"
        : !scope.IsRegion ? "区划代码应为十二位数字。"
        : wanted.Password != wanted.Again ? "两次输入的密码不一致。"
        : options.Profile.Passwords.FaultsOf(wanted.Password ?? "", wanted.User) is [var fault, ..] ? fault
        : options.Profile.Separated && (string.IsNullOrWhiteSpace(wanted.SecurityUser) || string.IsNullOrWhiteSpace(wanted.AuditUser)) ? "三员分立：请填写安全管理员和审计管理员的账号。"
        : null;

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>The form of the first run.</summary>
public sealed record FirstAdministrators(
    string? Token, string? User, string? Password, string? Again, string? Scope, string? SecurityUser = null, string? AuditUser = null);

/// <param name="Fault">A Chinese sentence, or null when it was done.</param>
/// <param name="Others">The other two administrators and their passwords, shown this once.</param>
public sealed record SetupAnswer(string? Fault, IReadOnlyList<(string User, string Password)>? Others = null);

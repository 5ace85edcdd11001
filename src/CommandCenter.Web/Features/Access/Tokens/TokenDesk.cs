using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using CommandCenter.Web.Features.Access.Accounts;
using CommandCenter.Web.Features.Access.Sessions;
using CommandCenter.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Access.Tokens;

/// <summary><c>/api/v1/tokens</c>: the system administrator lists, makes and revokes ingest tokens inside the own scope.</summary>
public sealed class TokenDesk(CommandCenterDb store, StoreChanges changes, DraftReader drafts, SessionBook sessions, AuditTrail trail, TimeProvider clock)
{
    private const int LongestName = 64, LongestWord = 40;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/tokens").RequireAuthorization(Permissions.Administer).WithTags("tokens").AddEndpointFilter<OneEffect>();
        group.MapGet("", async (ClaimsPrincipal caller, TokenDesk desk, CancellationToken cancel) => Results.Ok(await desk.ListAsync(caller, cancel)));
        group.MapPost("", async (TokenDraft draft, ClaimsPrincipal caller, TokenDesk desk, CancellationToken cancel) =>
                AccountRoutes.Answer(await desk.MakeAsync(caller, draft, cancel), StatusCodes.Status201Created))
            .WithSummary("Make an ingest token {\"name\",\"scope\",\"device\"?,\"type\"?,\"department\"?}, for a region, one device of it, or a fleet; its secret is in this answer alone.");
        group.MapDelete("/{id}", async (string id, ClaimsPrincipal caller, TokenDesk desk, CancellationToken cancel) =>
            await desk.RevokeAsync(caller, id, cancel) ? Results.NoContent() : Problem.NotFound("token_not_found", "没有找到这个令牌。"));
    }

    private async Task<IReadOnlyList<TokenRow>> ListAsync(ClaimsPrincipal caller, CancellationToken cancel) =>
        [.. (await Within(caller).AsNoTracking().OrderBy(token => token.CreatedAt).ToListAsync(cancel))
            .Select(token => new TokenRow(
                token.Id, token.Name, token.Scope.ToString(), token.OnlyDevice, token.OnlyType, token.OnlyDepartment, token.CreatedAt, token.RevokedAt))];

    private async Task<Outcome<TokenMade>> MakeAsync(ClaimsPrincipal caller, TokenDraft draft, CancellationToken cancel)
    {
        if (draft.Name?.Trim() is not { Length: > 0 and <= LongestName } name || name.Any(char.IsControl))
            return Refusals.Invalid("invalid_name", $"名称为 1 至 {LongestName} 个字符。");
        if (drafts.ReadScope(draft.Scope, caller.RegionScope()) is not { } scope) return Refusals.NoRegion;
        var (device, type, department) = (Given(draft.Device), Given(draft.Type), Given(draft.Department));
        if (device is not null && !DeviceNumber.IsValid(device)) return Refusals.Invalid("invalid_device", "device 应为 1 至 64 个英文字母、数字或 - _ . :。");
        if (IsNoWord(type) || IsNoWord(department)) return Refusals.Invalid("invalid_fleet", $"type、department 为 1 至 {LongestWord} 个字符，不含控制字符。");
        await using var transaction = store.Database.CurrentTransaction is null ? await store.Database.BeginTransactionAsync(cancel) : null;
        var (token, secret) = IngestTokens.Draw(name, new(RegionScope.Of(scope), device, type, department), clock.GetUtcNow());
        store.IngestTokens.Add(token);
        await store.SaveChangesAsync(cancel);
        await trail.AppendAsync(store, Record(caller, AuditActions.TokenCreated, token), cancel);
        if (transaction is not null) await transaction.CommitAsync(cancel);
        return new TokenMade(token.Id, token.Name, scope.ToString(), secret);
    }

    private async Task<bool> RevokeAsync(ClaimsPrincipal caller, string id, CancellationToken cancel)
    {
        if (await Within(caller).SingleOrDefaultAsync(token => token.Id == id, cancel) is not { } token) return false;
        if (token.RevokedAt is not null) return true;
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        token.RevokedAt = clock.GetUtcNow();
        await store.SaveChangesAsync(cancel);
        await trail.AppendAsync(store, Record(caller, AuditActions.TokenRevoked, token), cancel);
        await changes.SaveAsync(store, IngestTokens.Topic, detail: null, cancel);
        return true;
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool IsNoWord(string? text) => text is not null && (text.Length > LongestWord || text.Any(char.IsControl));

    private AuditEvent Record(ClaimsPrincipal caller, string action, IngestToken token) =>
        AccessRecord.Of(caller, sessions, action, null, ("id", token.Id),
            ("limits", string.Join(' ', ((string?[])[token.OnlyDevice, token.OnlyType, token.OnlyDepartment]).OfType<string>()))) with { Target = token.Name, Region = token.Scope };

    private IQueryable<IngestToken> Within(ClaimsPrincipal caller)
    {
        var scope = caller.RegionScope();
        var (first, last) = (scope.Root, RegionCode.FromNumber(Math.Max(0, scope.To - 1)));
        return store.IngestTokens.Where(token => token.Scope >= first && token.Scope <= last);
    }

    private sealed record TokenDraft(string? Name, string? Scope, string? Device, string? Type, string? Department);

    private sealed record TokenRow(
        string Id, string Name, string Scope, string? Device, string? Type, string? Department, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

    /// <param name="Token">The secret; null when the same request was carried out before.</param>
    private sealed record TokenMade(string Id, string Name, string Scope, string Token);
}

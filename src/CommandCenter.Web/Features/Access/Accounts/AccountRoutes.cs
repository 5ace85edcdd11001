using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Features.Access.Sessions;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Mvc;

namespace CommandCenter.Web.Features.Access.Accounts;

/// <summary><c>/api/v1/accounts</c>: what the accounts page does, for scripts. POSTs take an <c>Idempotency-Key</c>.</summary>
internal static class AccountRoutes
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/api/v1/accounts").RequireAuthorization(Permissions.Accounts).WithTags("accounts").AddEndpointFilter<OneEffect>();
        accounts.MapGet("", ListAsync).WithSummary("Accounts inside the own scope: ?text= ?state=open|disabled|locked|expired|pending|display ?skip= ?take=.");
        accounts.MapPost("", async (AccountDraft draft, ClaimsPrincipal caller, AccountRoster roster, CancellationToken cancel) =>
                Answer(await roster.MakeAsync(caller, draft, cancel), StatusCodes.Status201Created))
            .RequireAuthorization(Permissions.Administer).Produces<AccountMade>(StatusCodes.Status201Created).WithSummary("Make an account; its password is in this answer alone.");
        accounts.MapPost("/import", ImportAsync).WithMetadata(new RequestSizeLimitAttribute(AccountFile.MostBytes))
            .RequireAuthorization(Permissions.Administer).Accepts<string>("text/csv").WithSummary("Make the accounts of a CSV file user,name,role,scope,expires,display,phone: all or none. ?preview=true only checks.");
        accounts.MapPatch("/{id}", async (string id, AccountPatch patch, ClaimsPrincipal caller, AccountRoster roster, CancellationToken cancel) =>
                Answer(await roster.ChangeAsync(caller, id, patch, cancel)))
            .WithSummary("Change name, expires, display, phone (system administrator), role, scope (security administrator).");
        accounts.MapPost("/{id}/disable", async (string id, ClaimsPrincipal caller, AccountRoster roster, CancellationToken cancel) => Answer(await roster.DisableAsync(caller, id, cancel)))
            .RequireAuthorization(Permissions.Administer);
        accounts.MapPost("/{id}/enable", async (string id, ClaimsPrincipal caller, AccountRoster roster, CancellationToken cancel) => Answer(await roster.EnableAsync(caller, id, cancel)))
            .RequireAuthorization(Permissions.Administer);
        accounts.MapPost("/{id}/unlock", async (string id, ClaimsPrincipal caller, AccountRoster roster, CancellationToken cancel) => Answer(await roster.UnlockAsync(caller, id, cancel)));
        accounts.MapPost("/{id}/password", async (string id, ClaimsPrincipal caller, AccountRoster roster, CancellationToken cancel) => Answer(await roster.ResetPasswordAsync(caller, id, cancel)))
            .RequireAuthorization(Permissions.Administer).WithSummary("A new password, in this answer alone, to be changed at the next sign-in.");
        accounts.MapPost("/{id}/second-factor/reset", async (string id, ClaimsPrincipal caller, AccountRoster roster, CancellationToken cancel) => Answer(await roster.ResetSecondFactorAsync(caller, id, cancel)));
        accounts.MapPost("/{id}/sessions/end", async (string id, SessionChoice? choice, ClaimsPrincipal caller, AccountRoster roster, CancellationToken cancel) =>
                Answer(await roster.EndSessionsAsync(caller, id, choice?.Session, cancel)))
            .WithSummary("End one session {\"session\"}, or all.");
        accounts.MapGet("/{id}/sessions", SessionsAsync);
        accounts.MapPost("/{id}/identity", async (string id, IdentityLink link, ClaimsPrincipal caller, AccountRoster roster, CancellationToken cancel) =>
                Answer(await roster.LinkAsync(caller, id, IdentityLink.Provider, link.Subject?.Trim() ?? "", cancel)))
            .WithSummary("Tie the account to a subject of the organisation's sign-in; an empty subject unties it.");
        // Outside the group: it takes no Idempotency-Key, for the answer may be kept nowhere, and each look is an entry of its own.
        routes.MapPost("/api/v1/accounts/{id}/phone/reveal", RevealAsync).RequireAuthorization(Permissions.Accounts).WithTags("accounts")
            .Produces<PhoneShown>().WithSummary("The whole phone number, for a reason {\"reason\"}; recorded in the audit trail before it is shown.");
    }

    public static IResult Answer<T>(Outcome<T> outcome, int status = StatusCodes.Status200OK)
        where T : class =>
        outcome.Refusal is { } refusal ? Problem.Of(refusal.Status, refusal.Code, refusal.Detail) : Results.Json(outcome.Value, statusCode: status);

    private static async Task<IResult> ListAsync(ClaimsPrincipal caller, AccountsDesk desk, CancellationToken cancel, string? text, string? state, int skip = 0, int take = 50) =>
        take is < 1 or > RosterQuery.MostRows || skip < 0
            ? Problem.BadRequest("invalid_limit", $"take 应在 1 到 {RosterQuery.MostRows} 之间，skip 不小于 0。")
            : Answer(await desk.ListAsync(caller, new(text, state, skip, take), cancel));

    private static async Task<IResult> ImportAsync(HttpRequest request, ClaimsPrincipal caller, AccountRoster roster, CancellationToken cancel, bool preview = false)
    {
        var file = await AccountFile.ReadAsync(request.Body, cancel);
        var outcome = await roster.ImportAsync(caller, file, takes: !preview, cancel);
        return outcome.Value is { Faults.Count: > 0 } refused && !preview
            ? Results.Problem("文件中有不能导入的行，未导入任何账号。", statusCode: StatusCodes.Status422UnprocessableEntity,
                extensions: new Dictionary<string, object?> { ["code"] = "invalid_rows", ["faults"] = refused.Faults })
            : Answer(outcome);
    }

    private static async Task<IResult> RevealAsync(string id, PhoneQuestion? question, HttpContext context, AccountRoster roster)
    {
        var shown = await roster.RevealPhoneAsync(context.User, id, question?.Reason, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return Answer(shown);
    }

    private static async Task<IResult> SessionsAsync(string id, ClaimsPrincipal caller, AccountRoster roster, CancellationToken cancel)
    {
        var outcome = await roster.SessionsAsync(caller, id, cancel);
        return outcome.Value is { } found
            ? Results.Ok(found.Select(session => new
            {
                session.Id, session.CreatedAt, session.LastActiveAt, session.ExpiresAt, session.Address,
                Client = SessionTexts.Client(session.UserAgent), Means = session.Means.ToString(), session.EndedAt, EndedWhy = session.EndedWhy?.ToString(),
            }))
            : Answer(outcome);
    }

    private sealed record SessionChoice(string? Session);

    private sealed record PhoneQuestion(string? Reason);

    internal sealed record IdentityLink(string? Subject)
    {
        /// <summary>How the store names the one outside sign-in.</summary>
        public const string Provider = "oidc";
    }
}

using System.Security.Claims;
using System.Text.Encodings.Web;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Features.Access.Tokens;

/// <summary><c>Authorization: Bearer …</c> with an ingest token; the caller gets the token's scope and its limits as claims.</summary>
public sealed class IngestTokenHandler(
    IngestTokens tokens, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "ingest";

    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? header = Request.Headers.Authorization;
        if (header is null || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();

        var token = await tokens.FindAsync(header[Prefix.Length..].Trim(), Context.RequestAborted);
        if (token is null) return AuthenticateResult.Fail("Unknown or revoked token.");

        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, token.Id), new(ClaimTypes.Name, token.Name), new(AccountClaims.Scope, token.Scope.ToString())], SchemeName);
        foreach (var (claim, limit) in ((string, string?)[])
            [(AccountClaims.OnlyDevice, token.OnlyDevice), (AccountClaims.OnlyType, token.OnlyType), (AccountClaims.OnlyDepartment, token.OnlyDepartment)])
            if (limit is not null) identity.AddClaim(new(claim, limit));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(StatusCodes.Status401Unauthorized, "no_token", "需要有效的接入令牌（Authorization: Bearer …）。").ExecuteAsync(Context);
    }
}

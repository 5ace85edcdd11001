using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using CommandCenter.Domain.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Features.Operations;

/// <summary>What a verb on the server's own machine shows the running server: it can read the product's keys, so it may do what the
/// system administrator may. Good for a minute.</summary>
internal sealed class OperatorTokens(
    IDataProtectionProvider keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "operator";
    private const string Prefix = "Operator ";
    private const string Purpose = "CommandCenter.operator";

    public static string New(IDataProtectionProvider keys) =>
        Prefix + keys.CreateProtector(Purpose).ToTimeLimitedDataProtector().Protect(Environment.UserName, TimeSpan.FromMinutes(1));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? header = Request.Headers.Authorization;
        if (header is null || !header.StartsWith(Prefix, StringComparison.Ordinal)) return Task.FromResult(AuthenticateResult.NoResult());
        try
        {
            var user = keys.CreateProtector(Purpose).ToTimeLimitedDataProtector().Unprotect(header[Prefix.Length..]);
            var identity = new ClaimsIdentity(
                [new(ClaimTypes.Name, $"{SchemeName}:{user}"), new(ClaimTypes.Role, Roles.SystemAdministrator)], SchemeName);
            return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), SchemeName)));
        }
        catch (CryptographicException)
        {
            return Task.FromResult(AuthenticateResult.Fail("Unknown or expired token."));
        }
    }

    // The session's scheme, which every such route asks as well, words the refusal.
    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Task.CompletedTask;

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Task.CompletedTask;
}

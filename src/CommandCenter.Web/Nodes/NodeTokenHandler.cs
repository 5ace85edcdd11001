using System.Security.Claims;
using System.Text.Encodings.Web;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Nodes;

/// <summary><c>CommandCenter-Node: …</c>: the caller is another node of this store. It has no scope and no role.</summary>
internal sealed class NodeTokenHandler(
    NodeTokens tokens, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "node";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? token = Request.Headers[NodeTokens.Header];
        if (token is null) return Task.FromResult(AuthenticateResult.NoResult());
        return Task.FromResult(tokens.Read(token) is { Length: > 0 } node
            ? AuthenticateResult.Success(new(new(new ClaimsIdentity([new(ClaimTypes.Name, node)], SchemeName)), SchemeName))
            : AuthenticateResult.Fail("Not a node of this store."));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Problem.Of(StatusCodes.Status401Unauthorized, "no_node", "此地址只供同一系统的其他节点使用。").ExecuteAsync(Context);
}

using System.Security.Claims;
using CommandCenter.Store.Audit;

namespace CommandCenter.Web.Shared;

/// <summary>Who acts, as the audit trail writes it down.</summary>
public static class AuditCaller
{
    /// <summary>The account or the token; a stranger when nobody signed in.</summary>
    public static AuditActor Actor(this ClaimsPrincipal caller) => caller.Identity is { IsAuthenticated: true } identity
        ? new(caller.FindFirstValue(ClaimTypes.NameIdentifier) ?? "", identity.Name ?? "", caller.FindFirstValue(ClaimTypes.Role) ?? identity.AuthenticationType!)
        : AuditActor.Stranger;

    /// <summary>Where the request came from.</summary>
    public static string Address(this HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : "";
}

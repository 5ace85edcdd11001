using System.Security.Claims;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Domain.Access;

/// <summary>The claims a signed-in account or an ingest token carries, and how to read them.</summary>
public static class AccountClaims
{
    /// <summary>Claim type of the region scope; the value is a twelve-digit region code.</summary>
    public const string Scope = "scope";

    /// <summary>Claim type of the name shown on screen, 李晓彤.</summary>
    public const string DisplayName = "display_name";

    /// <summary>The caller's scope; one that covers nothing when the claim is missing or malformed.</summary>
    public static RegionScope RegionScope(this ClaimsPrincipal principal) =>
        RegionCode.TryParse(principal.FindFirst(Scope)?.Value, null, out var code) ? Access.RegionScope.Of(code) : default;
}

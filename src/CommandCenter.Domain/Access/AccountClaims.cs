using System.Security.Claims;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Domain.Access;

/// <summary>The claims a signed-in account or an ingest token carries, and how to read them.</summary>
public static class AccountClaims
{
    /// <summary>Claim type of the region scope; the value is a twelve-digit region code.</summary>
    public const string Scope = "scope";

    /// <summary>Claim type of the name shown on screen, 李晓彤.</summary>
    public const string DisplayName = "display_name";

    /// <summary>Claim type of the session's id in the store; it opens nothing.</summary>
    public const string Session = "session";

    /// <summary>Claim type of what has to be done before the account gets its role: <see cref="PendingPassword"/> or <see cref="PendingSecondFactor"/>.</summary>
    public const string Pending = "pending";

    public const string PendingPassword = "password";

    public const string PendingSecondFactor = "second_factor";

    /// <summary>Claim type of an account that only shows walls and changes nothing.</summary>
    public const string Display = "display";

    /// <summary>Claim type of the one device a token may speak of.</summary>
    public const string OnlyDevice = "only_device";

    /// <summary>Claim type of the device type of a token's fleet.</summary>
    public const string OnlyType = "only_type";

    /// <summary>Claim type of the department of a token's fleet.</summary>
    public const string OnlyDepartment = "only_department";

    /// <summary>Of which devices the caller may speak.</summary>
    public static IngestReach IngestReach(this ClaimsPrincipal principal) => new(
        principal.RegionScope(),
        principal.FindFirst(OnlyDevice)?.Value, principal.FindFirst(OnlyType)?.Value, principal.FindFirst(OnlyDepartment)?.Value);

    /// <summary>The caller's scope; one that covers nothing when the claim is missing or malformed.</summary>
    public static RegionScope RegionScope(this ClaimsPrincipal principal) =>
        RegionCode.TryParse(principal.FindFirst(Scope)?.Value, null, out var code) ? Access.RegionScope.Of(code) : default;

    /// <summary>The account's id, or null for a caller that is no person.</summary>
    public static string? AccountId(this ClaimsPrincipal principal) => principal.FindFirst(ClaimTypes.NameIdentifier)?.Value;

    /// <summary>The caller's one role, or null.</summary>
    public static string? Role(this ClaimsPrincipal principal) => principal.FindFirst(ClaimTypes.Role)?.Value;

    /// <summary>The id of the session the caller came with, or null.</summary>
    public static string? SessionId(this ClaimsPrincipal principal) => principal.FindFirst(Session)?.Value;
}

using CommandCenter.Domain.Geography;
using Microsoft.AspNetCore.Identity;

namespace CommandCenter.Store.Records;

/// <summary>A person's account. Password, lockout and concurrency stamp are Identity's; at most one role, kept as an Identity role.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>The name on screen, 李晓彤.</summary>
    public required string DisplayName { get; set; }

    /// <summary>管辖范围: the region whose subtree the account may see.</summary>
    public required RegionCode Scope { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when the account may not sign in; null while it may.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>From when on the account may not sign in; null when it has no end.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>大屏账号: looks at walls for weeks and changes nothing.</summary>
    public bool IsDisplay { get; set; }

    /// <summary>The password was made by somebody else and is changed at the first sign-in.</summary>
    public bool MustChangePassword { get; set; }

    public DateTimeOffset? PasswordChangedAt { get; set; }

    /// <summary>The secret of the authenticator, encrypted; null when none is enrolled, or while enrolling it is not yet
    /// in force (<see cref="IdentityUser{TKey}.TwoFactorEnabled"/>).</summary>
    public string? TotpSecret { get; set; }

    /// <summary>The last 30-second step whose code was used; that code and all before it are refused.</summary>
    public long TotpStep { get; set; }
}

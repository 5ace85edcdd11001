using CommandCenter.Domain.Geography;
using Microsoft.AspNetCore.Identity;

namespace CommandCenter.Store.Records;

/// <summary>A person's account. Password, lockout and concurrency stamp are Identity's; one role each, kept as Identity roles.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>The name on screen, 李晓彤.</summary>
    public required string DisplayName { get; set; }

    /// <summary>管辖范围: the region whose subtree the account may see.</summary>
    public required RegionCode Scope { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when the account may not sign in; null while it may.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}

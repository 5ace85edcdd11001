using CommandCenter.Store.Records;

namespace CommandCenter.Web.Features.Access.Own;

/// <summary>What the own page shows.</summary>
/// <param name="Phone">In whole, for its owner; masked on an account for walls, whose keyboard anybody reaches. Null when none is known.</param>
/// <param name="Secret">Of the authenticator being enrolled, in base 32; null while none is.</param>
public sealed record OwnAccount(
    string User,
    string Name,
    string? Phone,
    bool IsDisplay,
    bool HasSecondFactor,
    string? Secret,
    int RecoveryCodesLeft,
    DateTimeOffset? PasswordChangedAt,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<SessionRecord> Sessions);

/// <summary>What came of a change on the own page.</summary>
/// <param name="Fault">A Chinese sentence, or null when it was done.</param>
/// <param name="RecoveryCodes">Shown this once.</param>
public sealed record OwnChange(string? Fault, IReadOnlyList<string>? RecoveryCodes = null)
{
    public static OwnChange Done { get; } = new((string?)null);
}

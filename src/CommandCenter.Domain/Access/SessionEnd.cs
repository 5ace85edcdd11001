namespace CommandCenter.Domain.Access;

/// <summary>Why a session is over.</summary>
public enum SessionEnd
{
    /// <summary>Its owner signed out.</summary>
    SignedOut,

    /// <summary>Nobody did anything for too long.</summary>
    Idle,

    /// <summary>It reached its absolute length.</summary>
    TooOld,

    /// <summary>Its owner ended it from another device.</summary>
    EndedByOwner,

    /// <summary>An administrator ended it.</summary>
    EndedByAdministrator,

    /// <summary>The account was disabled.</summary>
    AccountDisabled,

    /// <summary>The account reached its last day.</summary>
    AccountExpired,

    /// <summary>The account got another password or second factor.</summary>
    CredentialsChanged,

    /// <summary>The account got another role or scope.</summary>
    RightsChanged,
}

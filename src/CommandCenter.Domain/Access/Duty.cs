namespace CommandCenter.Domain.Access;

/// <summary>What an administrator does to accounts and to the system.</summary>
public enum Duty
{
    /// <summary>Sees the list of accounts, without which no other duty can be done.</summary>
    ListAccounts,

    /// <summary>Makes accounts, alone or from a file.</summary>
    MakeAccounts,

    /// <summary>Name on screen, last day, display flag.</summary>
    DescribeAccounts,

    /// <summary>Disables and enables.</summary>
    SwitchAccounts,

    /// <summary>Gives an account a new password, to be changed at the first sign-in.</summary>
    ResetPasswords,

    /// <summary>Role and region scope.</summary>
    GrantRights,

    /// <summary>Lifts the lock after wrong passwords.</summary>
    Unlock,

    /// <summary>Takes a lost authenticator off an account.</summary>
    ResetSecondFactors,

    /// <summary>Ends sessions of others.</summary>
    EndSessions,

    /// <summary>Ties an account to a subject of the organisation's own sign-in.</summary>
    LinkIdentities,

    /// <summary>Ingest tokens, imports, technical settings.</summary>
    RunTheSystem,

    /// <summary>Reads the audit trail.</summary>
    ReadAudit,
}

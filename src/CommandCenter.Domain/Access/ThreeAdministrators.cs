namespace CommandCenter.Domain.Access;

/// <summary>三员: who may do what. None sees business data (<see cref="Permissions.View"/> names none of them), none holds two of
/// the three roles, none acts on himself, and none takes over another's account by its password.</summary>
public static class ThreeAdministrators
{
    private static readonly Duty[] OfSystem =
        [Duty.ListAccounts, Duty.MakeAccounts, Duty.DescribeAccounts, Duty.SwitchAccounts, Duty.ResetPasswords, Duty.RunTheSystem];

    private static readonly Duty[] OfSecurity =
        [Duty.ListAccounts, Duty.GrantRights, Duty.Unlock, Duty.ResetSecondFactors, Duty.EndSessions, Duty.LinkIdentities];

    private static readonly Duty[] OfAudit = [Duty.ReadAudit];

    public static bool Includes(string? role) =>
        role is Roles.SystemAdministrator or Roles.SecurityAdministrator or Roles.AuditAdministrator;

    /// <summary>True when the role carries the duty. Where the administrators are not separated, the system administrator has the
    /// security administrator's duties as well; nobody but the audit administrator ever reads the audit.</summary>
    public static bool Carries(string? role, Duty duty, bool separated) => role switch
    {
        Roles.SystemAdministrator => OfSystem.Contains(duty) || (!separated && OfSecurity.Contains(duty)),
        Roles.SecurityAdministrator => OfSecurity.Contains(duty),
        Roles.AuditAdministrator => OfAudit.Contains(duty),
        _ => false,
    };

    /// <summary>Why <paramref name="actor"/> may not do this to <paramref name="target"/>, or null when he may.</summary>
    public static DutyRefusal? Judge(Administrator actor, Duty duty, AdministeredAccount target, bool separated) =>
        !Carries(actor.Role, duty, separated) ? DutyRefusal.NotYourDuty
        : actor.AccountId == target.AccountId ? DutyRefusal.YourOwnAccount
        : duty is Duty.ResetPasswords && Includes(target.Role) ? DutyRefusal.AdministratorsPassword
        : null;

    /// <summary>Why an account may not go from one role to another, or null when it may. Whoever was one of the three never
    /// becomes another of them: the new office gets an account of its own.</summary>
    public static DutyRefusal? JudgeRole(string? from, string to, bool isDisplay) =>
        !Roles.All.Contains(to) ? DutyRefusal.UnknownRole
        : Includes(from) && Includes(to) && from != to ? DutyRefusal.TwoOffices
        : Includes(to) && isDisplay ? DutyRefusal.DisplayAdministrator
        : null;
}

/// <summary>Who acts.</summary>
public sealed record Administrator(string AccountId, string? Role);

/// <summary>On whom.</summary>
/// <param name="Role">Null until rights are granted.</param>
public sealed record AdministeredAccount(string AccountId, string? Role);

/// <summary>Why an administrator's act is refused.</summary>
public enum DutyRefusal
{
    /// <summary>The role does not carry the duty.</summary>
    NotYourDuty,

    /// <summary>Nobody administers himself.</summary>
    YourOwnAccount,

    /// <summary>The password of one of the three is renewed at the server's console alone.</summary>
    AdministratorsPassword,

    /// <summary>No role of that name.</summary>
    UnknownRole,

    /// <summary>One of the three becomes no other of them.</summary>
    TwoOffices,

    /// <summary>An account for walls administers nothing.</summary>
    DisplayAdministrator,
}

namespace CommandCenter.Domain.Access;

/// <summary>How strict the door is: a named set of numbers, chosen once for an installation.</summary>
public sealed record SecurityProfile
{
    /// <summary>How an option names it.</summary>
    public required string Key { get; init; }

    /// <summary>How screens name it.</summary>
    public required string Name { get; init; }

    public required PasswordRules Passwords { get; init; }

    public required SessionLimits Sessions { get; init; }

    /// <summary>Limits of accounts that only show walls.</summary>
    public SessionLimits Displays { get; init; } = new(Idle: null, TimeSpan.FromDays(90));

    /// <summary>Wrong passwords in a row that lock an account.</summary>
    public required int FailuresToLock { get; init; }

    public required TimeSpan LockFor { get; init; }

    /// <summary>Roles that cannot do without a second factor.</summary>
    public required IReadOnlyList<string> SecondFactorRoles { get; init; }

    /// <summary>三员分立: the system administrator does not have the security administrator's duties as well.</summary>
    public required bool Separated { get; init; }

    /// <summary>等保三级. Source: GB/T 22239-2019, 8.1.4.1 身份鉴别 and 8.1.5 (三员); the numbers are those assessors usually ask for.</summary>
    public static SecurityProfile Dengbao3 { get; } = new()
    {
        Key = "dengbao3",
        Name = "等保三级",
        Passwords = new() { MinimumLength = 10, CharacterClasses = 3, History = 5, MaximumAge = TimeSpan.FromDays(90) },
        Sessions = new(TimeSpan.FromMinutes(30), TimeSpan.FromHours(12)),
        FailuresToLock = 5,
        LockFor = TimeSpan.FromMinutes(30),
        SecondFactorRoles = [Roles.SystemAdministrator, Roles.SecurityAdministrator, Roles.AuditAdministrator],
        Separated = true,
    };

    /// <summary>OWASP ASVS 5.0, 6.2 (length and a block list instead of classes and rotation), with NIST SP 800-63B's hour of inactivity.</summary>
    public static SecurityProfile Asvs { get; } = new()
    {
        Key = "asvs",
        Name = "ASVS",
        Passwords = new() { MinimumLength = 12, CharacterClasses = 1, History = 1, MaximumAge = null },
        Sessions = new(TimeSpan.FromHours(1), TimeSpan.FromHours(12)),
        FailuresToLock = 5,
        LockFor = TimeSpan.FromMinutes(15),
        SecondFactorRoles = [],
        Separated = false,
    };

    public static IReadOnlyList<SecurityProfile> All { get; } = [Asvs, Dengbao3];

    /// <summary>The limits of an account's sessions.</summary>
    public SessionLimits LimitsOf(bool isDisplay) => isDisplay ? Displays : Sessions;
}

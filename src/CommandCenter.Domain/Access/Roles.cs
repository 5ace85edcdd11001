namespace CommandCenter.Domain.Access;

/// <summary>The roles of the product. The three administrators (三员) are apart from each other and see no business data.</summary>
public static class Roles
{
    public const string Leader = "leader";
    public const string Staff = "staff";
    public const string Dispatcher = "dispatcher";
    public const string TownCadre = "town";
    public const string SystemAdministrator = "system-admin";
    public const string SecurityAdministrator = "security-admin";
    public const string AuditAdministrator = "audit-admin";

    public static IReadOnlyList<string> All { get; } =
        [Leader, Staff, Dispatcher, TownCadre, SystemAdministrator, SecurityAdministrator, AuditAdministrator];
}

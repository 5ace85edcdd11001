namespace CommandCenter.Domain.Access;

/// <summary>Names of the policies a route or a page asks for. Everything without one is refused.</summary>
public static class Permissions
{
    /// <summary>Any account of whatever role: what concerns the account itself.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>See regions, figures, devices of the own scope: leader, staff, dispatcher, town cadre.</summary>
    public const string View = "view";

    /// <summary>Make, import and change layers of the own scope: staff.</summary>
    public const string KeepLayers = "keep-layers";

    /// <summary>Acknowledge, assign, shelve and close alarms of the own scope: staff, dispatcher, town cadre.</summary>
    public const string HandleAlarms = "handle-alarms";

    /// <summary>Make and change the rules of alarms in the own scope: staff.</summary>
    public const string KeepRules = "keep-rules";

    /// <summary>Keep the register of devices of the own scope true: staff.</summary>
    public const string KeepDevices = "keep-devices";

    /// <summary>Send telemetry and register devices: an ingest token, not a person.</summary>
    public const string Ingest = "ingest";

    /// <summary>See the list of accounts: system and security administrator. What each may do there,
    /// <see cref="ThreeAdministrators"/> says.</summary>
    public const string Accounts = "accounts";

    /// <summary>Tokens, imports, technical settings: the system administrator.</summary>
    public const string Administer = "administer";

    /// <summary>State of the product and its backups: the system administrator, and a verb on the server's own machine.</summary>
    public const string Operate = "operate";

    /// <summary>Read the audit trail: the audit administrator, and nobody else.</summary>
    public const string Audit = "audit";

    /// <summary>Another web node of the same store: no person, no city's system.</summary>
    public const string Node = "node";
}

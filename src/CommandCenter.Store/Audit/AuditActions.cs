namespace CommandCenter.Store.Audit;

/// <summary>What the trail speaks of. The codes are stable: people search by them, and collectors have rules on them.</summary>
public static class AuditActions
{
    public const string SignedIn = "session.signed-in";
    public const string SignInRefused = "session.refused";
    public const string LockedOut = "session.locked-out";
    public const string SignedOut = "session.signed-out";
    public const string SessionEnded = "session.ended";

    public const string AccountCreated = "account.created";
    public const string AccountChanged = "account.changed";
    public const string AccountDisabled = "account.disabled";
    public const string AccountEnabled = "account.enabled";
    public const string PasswordChanged = "account.password-changed";
    public const string SecondFactorChanged = "account.second-factor-changed";
    public const string AccountsViewed = "account.viewed";
    public const string PersonalDataShown = "personal.unmasked";

    public const string TokenCreated = "token.created";
    public const string TokenRevoked = "token.revoked";

    /// <summary>A request was refused with 401, 403, or 404 for a region outside the scope. <c>count</c> tells how many were alike.</summary>
    public const string Denied = "access.denied";

    /// <summary>A caller asked more often than the limit allows.</summary>
    public const string Throttled = "access.throttled";

    public const string LayerCreated = "layer.created";
    public const string LayerChanged = "layer.changed";
    public const string LayerRemoved = "layer.removed";
    public const string LayerImported = "layer.imported";
    public const string LayerViewed = "layer.viewed";
    public const string LayerExported = "layer.exported";
    public const string MapPrinted = "map.printed";

    public const string DevicesRegistered = "devices.registered";
    public const string DeviceChanged = "device.changed";
    public const string DeviceDisabled = "device.disabled";
    public const string DeviceEnabled = "device.enabled";
    public const string LettersReplayed = "telemetry.replayed";
    public const string LettersDiscarded = "telemetry.discarded";
    public const string DeviceTypesImported = "import.device-types";
    public const string RegionsImported = "import.regions";
    public const string IndicatorsImported = "import.indicators";
    public const string MetricsImported = "import.metrics";

    /// <summary>The picture of a camera was opened; its address is not told.</summary>
    public const string VideoOpened = "video.opened";

    public const string AlarmHandled = "alarm.handled";
    public const string AlarmRuleChanged = "alarm-rule.changed";
    public const string AlarmRuleRemoved = "alarm-rule.removed";

    public const string BackedUp = "backup.made";
    public const string Restored = "backup.restored";

    public const string AuditViewed = "audit.viewed";
    public const string AuditExported = "audit.exported";
}

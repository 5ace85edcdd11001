namespace CommandCenter.Store.Audit;

/// <summary>What must be recorded could not be: then what was to be recorded must not happen either.</summary>
public sealed class AuditUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

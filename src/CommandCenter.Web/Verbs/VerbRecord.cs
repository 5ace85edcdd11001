using CommandCenter.Domain.Geography;
using CommandCenter.Store.Audit;

namespace CommandCenter.Web.Verbs;

/// <summary>What a verb did, for the audit trail: the actor is whoever runs it on the server's machine.</summary>
internal static class VerbRecord
{
    public static Task WriteAsync(IServiceProvider services, string action, string target, RegionCode region, string? role = null) =>
        services.GetRequiredService<AuditTrail>().RecordAsync(new AuditEvent
        {
            Action = action,
            Actor = AuditActor.Console,
            Target = target,
            Region = region,
            Detail = role is not null ? new Dictionary<string, string> { ["role"] = role } : [],
        }, CancellationToken.None);
}

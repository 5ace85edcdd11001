using CommandCenter.Domain.Access;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Shared;
using CommandCenter.Web.Shared.Hosting;
using Microsoft.AspNetCore.SignalR;

namespace CommandCenter.Web.Live;

/// <summary>Who asks the hub for a region outside the scope is recorded, as one who asks by address is (<see cref="RecordDenials"/>).</summary>
internal sealed class RecordRefusedKeys(DenialLedger denials) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var answer = await next(call);
        if (call.Hub is not LiveHub || call.HubMethodName != nameof(LiveHub.Subscribe) || answer is not string[] refused) return answer;
        var scope = call.Context.User!.RegionScope();
        foreach (var text in refused)
            if (LiveKey.TryParse(text, out var key) && !scope.Covers(key.Region))
                await denials.RecordAsync(new AuditEvent
                {
                    Action = AuditActions.Denied,
                    Actor = call.Context.User!.Actor(),
                    Address = call.Context.GetHttpContext()?.Address() ?? "",
                    Target = $"SUBSCRIBE {key}",
                    Region = key.Region,
                    Outcome = AuditOutcome.Denied,
                }, $"SUBSCRIBE {key.Panel}");
        return answer;
    }
}

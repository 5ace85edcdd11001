using CommandCenter.Domain.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace CommandCenter.Web.Features.Access.Sessions;

/// <summary>What a person does inside a circuit keeps the session from idling out; what an ended session still sends does nothing.</summary>
public sealed class SessionActivity(SessionBook book, AuthenticationStateProvider callers) : CircuitHandler
{
    private string? _session;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) =>
        _session = (await callers.GetAuthenticationStateAsync()).User.SessionId();

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        activity => _session is null || book.Touch(_session) ? next(activity) : Task.CompletedTask;
}

using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CommandCenter.Web.Features.Access.Setup;

/// <summary>Prints the token of the first run on the console, which only those who run the server read.</summary>
public sealed class SetupToken(IServiceScopeFactory scopes, IServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var services = scopes.CreateAsyncScope();
        var token = await services.ServiceProvider.GetRequiredService<SetupDesk>().OpenAsync(cancellationToken);
        if (token is not null) lifetime.ApplicationStarted.Register(() => Print(token));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Print(string token)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        Console.WriteLine($"CommandCenter has no account yet. Open {address}/setup and enter this token, once: {token}");
    }
}

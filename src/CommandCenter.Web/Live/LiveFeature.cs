using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommandCenter.Web.Live;

public static class LiveFeature
{
    public static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section);
        builder.Services.AddSignalR().AddHubOptions<LiveHub>(hub =>
        {
            LiveLines.Configure(hub);
            hub.MaximumReceiveMessageSize = 16 * 1024;
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ServerInstance>();
        builder.Services.AddSingleton<LiveFeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LiveFeed>());
        return builder;
    }

    public static WebApplication MapLive(this WebApplication app)
    {
        app.MapHub<LiveHub>("/hub/live", connection =>
        {
            connection.Transports = HttpTransportType.WebSockets;
            connection.CloseOnAuthenticationExpiration = true;
        });
        app.MapGet("/version", (ServerInstance server, TimeProvider clock) =>
            new { Instance = server.Id, server.Build, Now = clock.GetUtcNow() }).AllowAnonymous();
        return app;
    }
}

using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Live;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>Decisions, in a SQLite file of the data folder or on a PostgreSQL server, the trail of who made them, and the keys of
/// cookies and forms.</summary>
public static class StoreFeature
{
    public static WebApplicationBuilder AddStore(this WebApplicationBuilder builder)
    {
        builder.Services.AddStore(services => services.GetRequiredService<CommandCenterOptions>().Store);
        builder.Services.AddAuditTrail(services => services.GetRequiredService<CommandCenterOptions>().DataFolder);
        builder.Services.AddSingleton<DenialLedger>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DenialLedger>());
        builder.Services.AddSignalR(hubs => hubs.AddFilter<RecordRefusedKeys>());
        builder.Services.AddHealthChecks().AddCheck<StoreHealth>("store");
        builder.Services.AddSingleton<StoredKeys>();
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(services => services.GetRequiredService<StoredKeys>());
        builder.Services.AddHostedService<OpenKeys>();
        builder.Services.AddDataProtection().SetApplicationName("CommandCenter"); // Starts after the store: it reads its keys at once.
        return builder;
    }

    private sealed class OpenKeys(StoredKeys keys, IKeyManager manager, CommandCenterOptions options) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await keys.MoveInAsync(options.KeysFolder, cancellationToken);
            await keys.MakeFirstAsync(manager, cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CommandCenter.Store.Nodes;

/// <summary>The line on which this node hears the others. It is open before any later hosted service starts to load what it
/// keeps; when it breaks it is opened again, and everyone reloads. A store that is a file needs none.</summary>
internal sealed partial class ChangesListener(StoreAddress address, StoreChanges changes, ILogger<ChangesListener> log) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!address.IsServer) return;
        var line = await OpenAsync(cancellationToken);
        _listening = Task.Run(() => ListenAsync(line), CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _listening;
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None); // A host may be stopped twice, also after it was disposed.

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancel)
    {
        var line = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address.ServerConnection) { Pooling = false, KeepAlive = 5 }.ConnectionString);
        try
        {
            // In its order, one after the other: the wait below takes one notification at a time.
            line.Notification += (_, told) => changes.HearAsync(told.Payload).GetAwaiter().GetResult();
            await line.OpenAsync(cancel);
            await using var listen = new NpgsqlCommand($"LISTEN {StoreChanges.Channel}", line);
            await listen.ExecuteNonQueryAsync(cancel);
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    private async Task ListenAsync(NpgsqlConnection? line)
    {
        var cancel = _stop.Token;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (line is null)
                {
                    line = await OpenAsync(cancel);
                    await changes.HearEverythingAsync();
                }

                while (true) await line.WaitAsync(cancel);
            }
            catch (Exception cut)
            {
                if (line is not null) await line.DisposeAsync();
                line = null;
                if (cancel.IsCancellationRequested) return;
                Cut(log, cut.Message);
                await Task.Delay(Pause, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The line that tells of other nodes' changes was cut and is opened again: {Reason}")]
    private static partial void Cut(ILogger log, string reason);
}

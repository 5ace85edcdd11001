using System.Net.Sockets;
using CommandCenter.Analytics.Ingest;

namespace CommandCenter.Web.Features.Sensing.Intake;

/// <summary>Keeps the current state of a node that takes no readings like that of the one that does: cut, it begins again.</summary>
internal sealed class OwnerFollower(OwnerLine owner, CurrentState state, DeviceRegister register, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private CancellationTokenSource? _stop;
    private Task _following = Task.CompletedTask;
    private string _url = "";

    /// <summary>Since when nothing but waiting for the line was possible; null while it follows.</summary>
    public DateTimeOffset? CutSince { get; private set; }

    public async Task FollowAsync(string url)
    {
        if (_stop is not null && url == _url) return;
        await StopAsync();
        _url = url;
        _stop = new();
        var cancel = _stop.Token;
        CutSince = clock.GetUtcNow();
        _following = Task.Run(() => RunAsync(url, cancel), CancellationToken.None);
    }

    public async Task StopAsync()
    {
        if (_stop is null) return;
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
        (_stop, CutSince) = (null, null);
    }

    private async Task RunAsync(string url, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await using var stream = await owner.OpenStateAsync(url, cancel);
                await StateStream.ReadAsync(state, register, stream, clock, () => CutSince = null, cancel);
            }
            catch (Exception) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception cut) when (cut is HttpRequestException or SocketException or IOException or OperationCanceledException)
            {
                CutSince ??= clock.GetUtcNow();
                await Task.Delay(Pause, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}

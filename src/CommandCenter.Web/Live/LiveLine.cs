using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

namespace CommandCenter.Web.Live;

/// <summary>
/// The way to one connected screen. Messages wait in a bounded outbox, so a slow or frozen screen delays nobody else;
/// what it could not take is dropped, and the hole in the offsets makes it ask for a snapshot.
/// </summary>
internal sealed class LiveLine
{
    private readonly Channel<LiveMessage> _outbox;

    /// <param name="account">Whose screen it is; what an account may follow is bounded over all its screens.</param>
    public LiveLine(string account, ISingleClientProxy screen, int capacity, CancellationToken closed)
    {
        Account = account;
        _outbox = Channel.CreateBounded<LiveMessage>(new BoundedChannelOptions(capacity)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
        });
        Sent = SendAsync(screen, closed);
    }

    /// <summary>Ends when the connection has closed.</summary>
    public Task Sent { get; }

    public string Account { get; }

    /// <summary>The keys this connection follows; touched only under the feed's lock.</summary>
    public HashSet<LiveKey> Keys { get; } = [];

    public void Post(LiveMessage message) => _outbox.Writer.TryWrite(message);

    private async Task SendAsync(ISingleClientProxy screen, CancellationToken closed)
    {
        try
        {
            await foreach (var message in _outbox.Reader.ReadAllAsync(closed))
                await screen.SendAsync(message.Method, message.Body, closed);
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
        }
    }
}

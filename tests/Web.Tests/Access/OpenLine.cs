using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

namespace CommandCenter.Web.Tests.Access;

/// <summary>A long connection as a page holds it: the hub, or the line of a circuit.</summary>
internal sealed class OpenLine : IAsyncDisposable
{
    /// <summary>Five seconds are promised, and the tests print how many they were; the machine may be busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();

    public static Task<OpenLine> HubAsync(Uri server, string cookie) => DialAsync(server, "/hub/live", "json", cookie);

    public static Task<OpenLine> CircuitAsync(Uri server, string cookie) => DialAsync(server, "/_blazor", "blazorpack", cookie);

    private static async Task<OpenLine> DialAsync(Uri server, string path, string protocol, string cookie)
    {
        var line = new OpenLine();
        line._socket.Options.SetRequestHeader("Cookie", cookie);
        await line._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = path }.Uri, CancellationToken.None);
        var hello = Encoding.UTF8.GetBytes($$"""{"protocol":"{{protocol}}","version":1}""" + "\u001e");
        await line._socket.SendAsync(hello, WebSocketMessageType.Text, true, CancellationToken.None);
        var answer = await line._socket.ReceiveAsync(new byte[1024], CancellationToken.None);
        answer.MessageType.ShouldNotBe(WebSocketMessageType.Close);
        return line;
    }

    /// <summary>How long it took until the server cut the line; fails after the patience.</summary>
    public async Task<TimeSpan> CutAsync(TimeSpan patience)
    {
        var since = Stopwatch.StartNew();
        using var limit = new CancellationTokenSource(patience);
        var buffer = new byte[4096];
        try
        {
            while ((await _socket.ReceiveAsync(buffer, limit.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The line still stands after {patience}.");
        }
        return since.Elapsed;
    }

    /// <summary>True when nothing but pings came for so long.</summary>
    public async Task<bool> StandsForAsync(TimeSpan time)
    {
        try
        {
            await CutAsync(time);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}

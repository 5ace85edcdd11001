using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CommandCenter.Benchmarks.Live;

/// <summary>A screen on <c>/hub/live</c> that costs its machine little: it reads what comes, counts it, and looks for one text.</summary>
internal sealed class LightScreen : IAsyncDisposable
{
    private const byte RecordEnd = 0x1E;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _closed = new();
    private Task _reading = Task.CompletedTask;
    private byte[] _wanted = [];
    private long _seenAt;
    private long _bytes;

    public static async Task<LightScreen> OpenAsync(Uri server, string key, string cookie)
    {
        var screen = new LightScreen();
        screen._socket.Options.SetRequestHeader("Cookie", cookie);
        await screen._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/hub/live" }.Uri, CancellationToken.None);
        await screen.WriteAsync(new { protocol = "json", version = 1 });
        await screen.WriteAsync(new { type = 1, invocationId = "1", target = "Subscribe", arguments = new object[] { new[] { key } } });
        screen._reading = screen.ReadAsync();
        return screen;
    }

    /// <summary>Everything that came.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Timestamp of the message in which the text came; 0 while it did not.</summary>
    public long SeenAt => Interlocked.Read(ref _seenAt);

    /// <summary>Looks for a text from now on.</summary>
    public void Want(byte[] text)
    {
        Interlocked.Exchange(ref _seenAt, 0);
        Volatile.Write(ref _wanted, text);
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _reading;
        _socket.Dispose();
        _closed.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (var held = 0; ;)
            {
                if (held == buffer.Length) Array.Resize(ref buffer, held * 2);
                var got = await _socket.ReceiveAsync(buffer.AsMemory(held), _closed.Token);
                if (got.MessageType is WebSocketMessageType.Close) return;
                Interlocked.Add(ref _bytes, got.Count);
                held += got.Count;
                if (!got.EndOfMessage) continue;
                var wanted = Volatile.Read(ref _wanted);
                if (wanted.Length > 0 && SeenAt == 0 && buffer.AsSpan(0, held).IndexOf(wanted) >= 0) Interlocked.Exchange(ref _seenAt, Stopwatch.GetTimestamp());
                held = 0;
            }
        }
        catch (Exception) when (_closed.IsCancellationRequested)
        {
        }
        catch (WebSocketException)
        {
            // The server is gone; nothing more comes.
        }
    }

    private Task WriteAsync(object record) =>
        _socket.SendAsync((byte[])[.. Encoding.UTF8.GetBytes(JsonSerializer.Serialize(record)), RecordEnd], WebSocketMessageType.Text, true, CancellationToken.None);
}

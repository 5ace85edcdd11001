using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace CommandCenter.Web.Tests.Live;

/// <summary>A screen on <c>/hub/live</c>: the SignalR JSON protocol over a plain WebSocket, records separated by 0x1E.</summary>
public sealed class HubScreen : IAsyncDisposable
{
    private const byte RecordEnd = 0x1E;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly Channel<HubMessage> _messages = Channel.CreateUnbounded<HubMessage>();
    private readonly Channel<JsonElement> _results = Channel.CreateUnbounded<JsonElement>();
    private Task _receiving = Task.CompletedTask;

    /// <param name="headers">Cookie or test identity of the caller.</param>
    public static async Task<HubScreen> ConnectAsync(Uri server, params (string Name, string Value)[] headers)
    {
        var screen = await DialAsync(server, headers);
        screen._receiving = screen.ReceiveAsync();
        return screen;
    }

    /// <summary>A screen that follows a key and then never takes a byte off the line.</summary>
    public static async Task<HubScreen> FrozenAsync(Uri server, string key, params (string Name, string Value)[] headers)
    {
        var screen = await DialAsync(server, headers);
        await screen.WriteAsync(Subscription(key));
        return screen;
    }

    private static async Task<HubScreen> DialAsync(Uri server, (string Name, string Value)[] headers)
    {
        var screen = new HubScreen();
        foreach (var (name, value) in headers) screen._socket.Options.SetRequestHeader(name, value);
        await screen._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/hub/live" }.Uri, Patience());
        await screen.WriteAsync(new { protocol = "json", version = 1 });
        return screen;
    }

    private static object Subscription(params string[] keys) =>
        new { type = 1, invocationId = "1", target = "Subscribe", arguments = new object[] { keys } };

    /// <summary>The refused keys.</summary>
    public async Task<string[]> SubscribeAsync(params string[] keys)
    {
        await WriteAsync(Subscription(keys));
        return (await _results.Reader.ReadAsync(Patience())).Deserialize<string[]>()!;
    }

    public async Task UnsubscribeAsync(params string[] keys)
    {
        await WriteAsync(new { type = 1, invocationId = "2", target = "Unsubscribe", arguments = new object[] { keys } });
        await _results.Reader.ReadAsync(Patience());
    }

    public async Task<HubMessage> NextAsync() => await _messages.Reader.ReadAsync(Patience());

    /// <summary>What has arrived and was not read yet.</summary>
    public IReadOnlyList<HubMessage> Pending()
    {
        var all = new List<HubMessage>();
        while (_messages.Reader.TryRead(out var message)) all.Add(message);
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _closed.Dispose();
    }

    private static CancellationToken Patience() => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    private Task WriteAsync(object record) =>
        _socket.SendAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(record), RecordEnd], WebSocketMessageType.Text, true, Patience());

    private async Task ReceiveAsync()
    {
        var buffer = new byte[16 * 1024];
        var rest = new List<byte>();
        try
        {
            while (true)
            {
                var got = await _socket.ReceiveAsync(buffer.AsMemory(), _closed.Token);
                if (got.MessageType is WebSocketMessageType.Close) break;
                rest.AddRange(buffer.AsSpan(0, got.Count));
                for (int end; (end = rest.IndexOf(RecordEnd)) >= 0; rest.RemoveRange(0, end + 1))
                    Handle(Encoding.UTF8.GetString([.. rest.Take(end)]));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException)
        {
        }
        _messages.Writer.TryComplete();
        _results.Writer.TryComplete();
    }

    private void Handle(string record)
    {
        var json = JsonDocument.Parse(record).RootElement;
        switch (json.TryGetProperty("type", out var type) ? type.GetInt32() : 0)
        {
            case 1:
                var body = json.GetProperty("arguments")[0];
                _messages.Writer.TryWrite(new(json.GetProperty("target").GetString()!, body.GetProperty("key").GetString()!,
                    body.GetProperty("epoch").GetString()!, body.GetProperty("offset").GetInt64(),
                    body.GetProperty("asOf").GetDateTimeOffset(), body.GetProperty("data"),
                    body.TryGetProperty("gone", out var gone) ? gone.Deserialize<string[]>()! : []));
                break;
            case 3:
                _results.Writer.TryWrite(json.TryGetProperty("result", out var result) ? result : default);
                break;
        }
    }
}

public sealed record HubMessage(string Method, string Key, string Epoch, long Offset, DateTimeOffset AsOf, JsonElement Data, string[] Gone);

using System.Net;
using System.Net.Sockets;

namespace CommandCenter.Tests.Faults;

/// <summary>What the line does to the bytes that are on it from now on.</summary>
public enum LineFault
{
    /// <summary>Lets everything pass.</summary>
    None,

    /// <summary>Resets what is connected; refuses whoever connects.</summary>
    Cut,

    /// <summary>Accepts and takes nothing more: no byte arrives on either side, nothing is closed.</summary>
    Hang,

    /// <summary>Requests arrive; the connection is reset before the first byte of a reply is through.</summary>
    LoseReplies,

    /// <summary>Replies begin; the connection is reset within each, after <see cref="FaultyLine.CutAfter"/> bytes.</summary>
    CutReplies,
}

/// <summary>
/// A TCP line to a server, with faults on demand: cut, hung, slow, deaf to replies. Whoever should meet the faults connects to
/// <see cref="Port"/>. The server may be gone and come back meanwhile.
/// </summary>
public sealed class FaultyLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<int> _serverPort;
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _open = [];
    private readonly Task _accepting;
    private LineFault _fault;
    private TaskCompletionSource _passes = Done();
    private int _toLose = int.MaxValue;
    private int _lost;

    /// <param name="serverPort">Where the server listens on the loopback, asked anew for each connection.</param>
    public FaultyLine(Func<int> serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Waited before each piece of up to 16 KB, in both directions.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Bytes of a reply that pass before it is cut.</summary>
    public int CutAfter { get; init; } = 4 * 1024;

    /// <summary>Replies lost or cut so far.</summary>
    public int Lost => Volatile.Read(ref _lost);

    public int Connections
    {
        get { lock (_gate) return _open.Count / 2; }
    }

    /// <summary>From now on; <see cref="LineFault.None"/> heals. What hung goes on where it stood.</summary>
    public void Set(LineFault fault)
    {
        Socket[] reset = [];
        lock (_gate)
        {
            _fault = fault;
            if (fault is LineFault.Hang) _passes = new(TaskCreationOptions.RunContinuationsAsynchronously);
            else _passes.TrySetResult();
            if (fault is LineFault.Cut) reset = [.. _open];
        }
        foreach (var socket in reset) Reset(socket);
    }

    /// <summary>Loses so many replies, then heals by itself.</summary>
    public void LoseReplies(int count)
    {
        Volatile.Write(ref _toLose, count);
        Set(LineFault.LoseReplies);
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Dispose();
        Set(LineFault.Cut);
        await _accepting;
        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = CarryAsync(await _listener.AcceptSocketAsync(_closed.Token));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task CarryAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        try
        {
            lock (_gate) _open.UnionWith([client, server]);
            if (_fault is LineFault.Cut) return;
            await _passes.Task.WaitAsync(_closed.Token);
            await server.ConnectAsync(IPAddress.Loopback, _serverPort(), _closed.Token);
            await Task.WhenAll(PumpAsync(client, server, isReply: false), PumpAsync(server, client, isReply: true));
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
        finally
        {
            lock (_gate) _open.ExceptWith([client, server]);
            Reset(client);
            Reset(server);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool isReply)
    {
        var buffer = new byte[16 * 1024];
        var passed = 0;
        try
        {
            while (await from.ReceiveAsync(buffer, _closed.Token) is var count and > 0)
            {
                if (Delay > TimeSpan.Zero) await Task.Delay(Delay, _closed.Token);
                await _passes.Task.WaitAsync(_closed.Token);
                var pass = isReply ? Passing(count, passed) : count;
                for (var sent = 0; sent < pass;) sent += await to.SendAsync(buffer.AsMemory(sent, pass - sent), _closed.Token);
                if (pass < count) throw new SocketException((int)SocketError.ConnectionReset);
                passed += count;
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            // Whatever ends one direction ends both, so that no side waits for ever.
            Reset(from);
            Reset(to);
            throw;
        }
    }

    /// <summary>How many bytes of a piece of a reply pass; fewer than it has when the connection is to be reset behind them.</summary>
    private int Passing(int count, int passed)
    {
        var pass = _fault switch
        {
            LineFault.LoseReplies when Interlocked.Decrement(ref _toLose) >= 0 => 0,
            LineFault.CutReplies when passed + count > CutAfter => Math.Max(0, CutAfter - passed),
            _ => count,
        };
        if (pass < count) Interlocked.Increment(ref _lost);
        return pass;
    }

    /// <summary>RST instead of FIN: the other side learns it at once and cannot take it for an orderly end.</summary>
    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new(true, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
        }
        socket.Dispose();
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}

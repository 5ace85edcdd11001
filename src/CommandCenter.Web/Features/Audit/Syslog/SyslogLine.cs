using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using CommandCenter.Web.Shared.Outbound;

namespace CommandCenter.Web.Features.Audit.Syslog;

/// <summary>
/// A line to the collector. Over TCP and TLS each message goes with its length before it (RFC 6587, RFC 5425), over UDP each
/// is a datagram (RFC 5426), which nobody acknowledges.
/// </summary>
internal sealed class SyslogLine : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;
    private readonly Stream? _stream;

    private SyslogLine(Socket socket, Stream? stream) => (_socket, _stream) = (socket, stream);

    /// <summary>TLS is verified against the machine's certificates and the host's name.</summary>
    public static async Task<SyslogLine> OpenAsync(SyslogAddress collector, CancellationToken cancel)
    {
        var guard = new OutboundGuard(OutboundList.OfSetting(collector.Host));
        if (collector.Transport is "udp")
        {
            var addresses = await guard.ResolveAsync(collector.Host, cancel);
            var datagrams = new Socket(addresses[0].AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await datagrams.ConnectAsync(addresses[0], collector.Port, cancel);
            return new(datagrams, null);
        }

        var socket = await guard.ConnectAsync(collector.Host, collector.Port, cancel);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (collector.Transport is "tls")
        {
            var secured = new SslStream(stream);
            try
            {
                await secured.AuthenticateAsClientAsync(collector.Host).WaitAsync(Patience, cancel);
            }
            catch
            {
                await secured.DisposeAsync();
                throw;
            }
            stream = secured;
        }
        return new(socket, stream);
    }

    /// <summary>Returns when the messages are with the operating system and the collector has not hung up.</summary>
    public async Task SendAsync(IEnumerable<byte[]> messages, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        if (_stream is null)
        {
            foreach (var message in messages) await _socket.SendAsync(message, limit.Token);
            return;
        }

        using var bytes = new MemoryStream();
        foreach (var message in messages)
        {
            bytes.Write(Encoding.ASCII.GetBytes(message.Length.ToString(CultureInfo.InvariantCulture) + " "));
            bytes.Write(message);
        }
        await _stream.WriteAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), limit.Token);
        await _stream.FlushAsync(limit.Token);
        ThrowIfHungUp();
    }

    /// <summary>A collector sends nothing; a line that can be read has been closed.</summary>
    public void ThrowIfHungUp()
    {
        if (_stream is null) return;
        if (_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead) && _socket.Available == 0) throw new IOException("The collector closed the line.");
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _socket.Dispose();
    }
}

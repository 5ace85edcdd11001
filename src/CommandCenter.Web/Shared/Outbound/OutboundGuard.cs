using System.Net;
using System.Net.Sockets;

namespace CommandCenter.Web.Shared.Outbound;

/// <summary>
/// Every connection that an address from a configuration, a form or another system leads to goes through here: the name is
/// resolved, every address it has is checked, and the connection is made to a checked address, never to the name again.
/// A host has to be listed; an address inside this machine, this network or a cloud's own services also by its network.
/// </summary>
internal sealed class OutboundGuard(OutboundList listed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>For <see cref="HttpClient"/>: follows a few redirects, each of which is checked like the first address.</summary>
    public SocketsHttpHandler NewHandler() => new()
    {
        ConnectCallback = async (context, cancel) => new NetworkStream(await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancel), ownsSocket: true),
        UseProxy = false,
        UseCookies = false,
        MaxAutomaticRedirections = 3,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        MaxResponseHeadersLength = 32,
    };

    /// <summary>A connected TCP socket.</summary>
    /// <exception cref="OutboundRefusedException">The host is not listed, or leads where it must not.</exception>
    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancel)
    {
        var addresses = await ResolveAsync(host, cancel);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, limit.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The checked addresses of a host; all of them are good, or none is given.</summary>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
    {
        var isAddress = IPAddress.TryParse(host.Trim('[', ']'), out var literal);
        if (!listed.Names(host) && !(isAddress && listed.Holds(literal!))) throw new OutboundRefusedException($"The host {host} is not listed.");
        var addresses = isAddress ? [literal!] : await Dns.GetHostAddressesAsync(host, cancel);
        if (addresses.FirstOrDefault(address => OutboundList.IsInside(address) && !listed.Holds(address)) is { } inside)
            throw new OutboundRefusedException($"The host {host} leads to {inside}, a network that is not listed.");
        return addresses;
    }

    /// <summary>The address as one may be fetched: absolute, http or https, without a name and password in it.</summary>
    /// <exception cref="OutboundRefusedException">It is something else.</exception>
    public static Uri Read(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri!.UserInfo.Length == 0
            ? uri
            : throw new OutboundRefusedException("Only http and https addresses are fetched.");
}

/// <summary>An address that the program does not go to.</summary>
internal sealed class OutboundRefusedException(string message) : Exception(message);

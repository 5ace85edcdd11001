using System.Net;

namespace CommandCenter.Web.Shared.Outbound;

/// <summary>Where the program may connect to: host names, and networks (<c>10.1.0.0/16</c>) for what lies inside.</summary>
internal sealed class OutboundList
{
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "224.0.0.0/3", "::/127", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private readonly HashSet<string> _hosts;
    private readonly IReadOnlyList<IPNetwork> _networks;

    private OutboundList(IEnumerable<string> hosts, IReadOnlyList<IPNetwork> networks)
    {
        _hosts = hosts.ToHashSet(StringComparer.OrdinalIgnoreCase);
        _networks = networks;
    }

    /// <summary>Reads names, addresses and networks between commas.</summary>
    /// <exception cref="FormatException">A part is none of them.</exception>
    public static OutboundList Read(string? text)
    {
        var parts = (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var networks = parts.Select(Network).ToList();
        if (parts.Where((part, i) => networks[i] is null && Uri.CheckHostName(part) is not UriHostNameType.Dns).FirstOrDefault() is { } wrong)
            throw new FormatException($"{wrong} is neither a host name nor a network like 10.1.0.0/16");
        return new(parts.Where((_, i) => networks[i] is null), [.. networks.OfType<IPNetwork>()]);
    }

    /// <summary>Whatever the one host of a setting leads to in this network or on this machine, but no link-local address:
    /// there the keys of a cloud are given away.</summary>
    public static OutboundList OfSetting(string host) =>
        new([host], [.. Inside.Where(network => network.BaseAddress.ToString() is not ("169.254.0.0" or "fe80::" or "0.0.0.0" or "224.0.0.0" or "ff00::"))]);

    public bool Names(string host) => _hosts.Contains(host.TrimEnd('.'));

    public bool Holds(IPAddress address) => _networks.Any(network => network.Contains(Plain(address)));

    /// <summary>True for this machine, this network, link-local, multicast and everything that hides one of them.</summary>
    public static bool IsInside(IPAddress address) => Inside.Any(network => network.Contains(Plain(address)));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPNetwork? Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}

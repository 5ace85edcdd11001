using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>The proxies before this server, the only ones whose word on the client's address and scheme is taken. Without any,
/// forwarded headers are ignored: whoever sends them could name any address.</summary>
internal static class Proxies
{
    public const string Key = "COMMANDCENTER_PROXIES";

    /// <exception cref="InvalidOperationException">Names what is neither an address nor a network.</exception>
    public static WebApplicationBuilder AddProxies(this WebApplicationBuilder builder)
    {
        var networks = Read(builder.Configuration[Key]);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = networks.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = null; // as many as are known, one behind the other
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in networks) options.KnownIPNetworks.Add(network);
        });
        return builder;
    }

    /// <summary>Addresses and networks, <c>10.0.0.5, 10.1.0.0/24, fd00::/8</c>.</summary>
    internal static IReadOnlyList<IPNetwork> Read(string? text)
    {
        var networks = new List<IPNetwork>();
        foreach (var part in (text ?? "").Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(part, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(part, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else throw new InvalidOperationException($"The configuration has mistakes:{Environment.NewLine}- {Key}: {part} is neither an address nor a network (10.0.0.5, 10.1.0.0/24)");
        }
        return networks;
    }
}

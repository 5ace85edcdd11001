using System.Diagnostics.CodeAnalysis;

namespace CommandCenter.Domain.Video;

/// <summary>An origin of a video platform from which browsers may play: <c>https://video.example.cn</c>, <c>http://10.1.2.3:8080</c>, or all hosts
/// below a name, <c>https://*.video.example.cn</c>.</summary>
public sealed record VideoSource
{
    private const string AnyBelow = "*.";

    private VideoSource(string scheme, string host, int port, bool isAnyBelow) => (_scheme, _host, _port, _isAnyBelow) = (scheme, host, port, isAnyBelow);

    private readonly string _scheme, _host;
    private readonly int _port;
    private readonly bool _isAnyBelow;

    /// <summary>Reads an origin: http or https, a name or an IPv4 address, a port where it is not the usual one; no path, no account. Another
    /// form is none, as a content security policy knows no IPv6 address and takes a path apart in its own way.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VideoSource? source)
    {
        source = null;
        var below = text.Replace("://" + AnyBelow, "://", StringComparison.Ordinal);
        if (!Uri.TryCreate(below, UriKind.Absolute, out var origin) || origin.Scheme is not ("http" or "https")
            || origin.PathAndQuery is not "/" || origin.Fragment.Length > 0 || origin.UserInfo.Length > 0
            || origin.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4)
            || (below != text && origin.HostNameType is UriHostNameType.IPv4)
            || !origin.IdnHost.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.'))
            return false;
        source = new(origin.Scheme, origin.IdnHost.ToLowerInvariant(), origin.Port, below != text);
        return true;
    }

    /// <summary>Whether the address is of this origin.</summary>
    public bool Allows(Uri address) =>
        address.Scheme == _scheme && address.Port == _port && address.IdnHost.ToLowerInvariant() is var host
        && (_isAnyBelow ? host.EndsWith("." + _host, StringComparison.Ordinal) : host == _host);

    /// <summary>As a source of a content security policy.</summary>
    public override string ToString() => $"{_scheme}://{(_isAnyBelow ? AnyBelow : "")}{_host}:{_port}";
}

namespace CommandCenter.Web.Features.Audit.Syslog;

/// <summary>The collector: <c>udp://host:514</c>, <c>tcp://host:514</c> or <c>tls://host:6514</c>.</summary>
internal sealed record SyslogAddress(string Transport, string Host, int Port)
{
    public const string Key = "COMMANDCENTER_SYSLOG";

    /// <summary>Null when nothing is set.</summary>
    /// <exception cref="InvalidOperationException">Names the key.</exception>
    public static SyslogAddress? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("udp" or "tcp" or "tls") || uri.Host.Length == 0 || uri.AbsolutePath is not ("" or "/"))
            throw new InvalidOperationException($"The configuration has mistakes:{Environment.NewLine}- {Key}: {text} is not udp://host:514, tcp://host:514 or tls://host:6514");
        return new(uri.Scheme, uri.IdnHost, uri.Port > 0 ? uri.Port : uri.Scheme is "tls" ? 6514 : 514);
    }

    public override string ToString() => $"{Transport}://{Host}:{Port}";
}

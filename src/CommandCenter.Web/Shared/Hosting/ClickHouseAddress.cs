using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>The environment's words about a ClickHouse server: <c>COMMANDCENTER_CLICKHOUSE=https://user@host:8443/database</c>.</summary>
internal static class ClickHouseAddress
{
    public const string Key = "COMMANDCENTER_CLICKHOUSE";
    public const string PasswordKey = Key + "_PASSWORD";
    public const string ClusterKey = Key + "_CLUSTER";
    public const string AuthorityKey = Key + "_CA";
    public const string PinKey = Key + "_PIN";

    /// <summary>The server to use; null for the embedded ClickHouse. Adds every mistake with the key to change.</summary>
    public static HttpOptions? Read(IConfiguration configuration, List<string> mistakes)
    {
        if (configuration[Key] is not { Length: > 0 } text)
        {
            foreach (var key in new[] { PasswordKey, ClusterKey, AuthorityKey, PinKey })
                if (!string.IsNullOrEmpty(configuration[key])) mistakes.Add($"- {key}: has no meaning without {Key}");
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            // The text is not repeated: it may hold a password.
            mistakes.Add($"- {Key}: not an address like https://user@host:8443/database");
            return null;
        }

        var before = mistakes.Count;
        var database = uri.AbsolutePath.Trim('/') is { Length: > 0 } path ? Uri.UnescapeDataString(path) : "commandcenter";
        var options = new HttpOptions
        {
            Address = new(uri.GetLeftPart(UriPartial.Scheme) + uri.Authority),
            User = uri.UserInfo is { Length: > 0 } user ? Uri.UnescapeDataString(user) : "default",
            Password = configuration[PasswordKey] ?? "",
            Database = database,
            Cluster = Text(configuration[ClusterKey]),
            AuthorityFile = Text(configuration[AuthorityKey]),
            Pin = Text(configuration[PinKey])?.Replace(":", ""),
        };
        if (uri.UserInfo.Contains(':')) mistakes.Add($"- {Key}: the password belongs into {PasswordKey}, not into the address");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0) mistakes.Add($"- {Key}: ends with the database; nothing may follow");
        if (!HttpClickHouse.IsName(database)) mistakes.Add($"- {Key}: {database} is no name for a database");
        if (options.Password.Any(char.IsControl)) mistakes.Add($"- {PasswordKey}: holds a line break or another control character");
        if (options.Cluster is { } cluster && !HttpClickHouse.IsName(cluster)) mistakes.Add($"- {ClusterKey}: {cluster} is no name for a cluster");
        CheckTrust(options, uri, mistakes);
        return mistakes.Count == before ? options : null;
    }

    private static void CheckTrust(HttpOptions options, Uri uri, List<string> mistakes)
    {
        if (options.AuthorityFile is { } file)
        {
            if (uri.Scheme != "https") mistakes.Add($"- {AuthorityKey}: the address is not https");
            if (!HoldsCertificate(file)) mistakes.Add($"- {AuthorityKey}: {file} is no readable PEM file of certificates");
        }

        if (options.Pin is not { } pin) return;
        if (uri.Scheme != "https") mistakes.Add($"- {PinKey}: the address is not https");
        if (pin.Length != 64 || !pin.All(char.IsAsciiHexDigit)) mistakes.Add($"- {PinKey}: not the SHA-256 of a certificate, 64 hexadecimal digits");
    }

    private static bool HoldsCertificate(string file)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(file);
            return found.Count > 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return false;
        }
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>Whose certificate a server over TLS may show: one of the machine's authorities, one of a file, or exactly one certificate.</summary>
internal static class HttpTrust
{
    /// <exception cref="CryptographicException">The file holds no certificate.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SslClientAuthenticationOptions Of(HttpOptions options)
    {
        var tls = new SslClientAuthenticationOptions();
        if (options.AuthorityFile is { } file) tls.CertificateChainPolicy = SignedByOneOf(file);
        // A pin names the very certificate, which may sign itself and carry any name; all others are refused, trusted or not.
        if (options.Pin is { } pin)
            tls.RemoteCertificateValidationCallback = (_, shown, _, _) =>
                shown is not null && string.Equals(shown.GetCertHashString(HashAlgorithmName.SHA256), pin, StringComparison.OrdinalIgnoreCase);
        return tls;
    }

    private static X509ChainPolicy SignedByOneOf(string file)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // An intranet has no revocation list to ask.
        };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException($"{file} holds no certificate in PEM.");
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.LoopbackClickHouse;

namespace CommandCenter.Analytics.Tests.ClickHouse;

/// <summary>Over TLS, to a server whose certificate an authority of the city signed.</summary>
public sealed class HttpTrustTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cc-clickhouse-tls-").FullName;
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private LoopbackServer _server = null!;
    private string _fingerprint = "";

    public async Task InitializeAsync()
    {
        using var authority = Authority("city", out var authorityKey);
        using var stranger = Authority("stranger", out var strangerKey);
        File.WriteAllText(Path.Combine(_folder, "city.pem"), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "stranger.pem"), stranger.ExportCertificatePem());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=clickhouse", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, _now.AddDays(-1), _now.AddDays(1), [1]);
        using var certificate = signed.CopyWithPrivateKey(key);
        _fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        var file = Path.Combine(_folder, "server.pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx));
        authorityKey.Dispose();
        strangerKey.Dispose();
        _server = await LoopbackServer.StartAsync(Path.Combine(_folder, "data"), 0, "--certificate", file, "--user", "镇", "--password", "口令 🔑");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Trusts_the_authority_of_the_file_or_the_very_certificate_and_nobody_else()
    {
        (await AskAsync(options => options with { AuthorityFile = Path.Combine(_folder, "city.pem") })).ShouldBe((byte)1);
        (await AskAsync(options => options with { Pin = _fingerprint.ToLowerInvariant() })).ShouldBe((byte)1);
        foreach (var refused in new Func<HttpOptions, HttpOptions>[]
        {
            options => options,
            options => options with { AuthorityFile = Path.Combine(_folder, "stranger.pem") },
            options => options with { Pin = new('0', 64) },
            options => options with { Pin = new('0', 64), AuthorityFile = Path.Combine(_folder, "city.pem") },
        })
            (await Should.ThrowAsync<ClickHouseException>(() => AskAsync(refused))).Code.ShouldBe(210);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_by_the_server()
    {
        var failure = await Should.ThrowAsync<ClickHouseException>(() => AskAsync(options => options with { Pin = _fingerprint, Password = "口令" }));
        failure.Code.ShouldBe(516);
        failure.Message.ShouldNotContain("口令");
    }

    private async Task<byte> AskAsync(Func<HttpOptions, HttpOptions> change)
    {
        using var clickHouse = new HttpClickHouse(change(_server.Options("default") with { User = "镇", Password = "口令 🔑", Retries = 0 }));
        return (await clickHouse.QueryAsync(new("SELECT 1"), row => row.ReadUInt8(), default)).Single();
    }

    private X509Certificate2 Authority(string name, out ECDsa key)
    {
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(_now.AddDays(-2), _now.AddDays(2));
    }
}

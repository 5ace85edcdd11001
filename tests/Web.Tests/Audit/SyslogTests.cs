using System.Net;
using System.Net.Sockets;
using System.Text;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Features.Audit.Syslog;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommandCenter.Web.Tests.Audit;

/// <summary>The copy of the trail, sent to a real listener on loopback.</summary>
[Collection(RunningApp.Name)]
public sealed class SyslogTests(CommandCenterApp app)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Over_TCP_everything_arrives_in_order_also_what_was_recorded_while_the_collector_was_away()
    {
        var mark = $"syslog-{Guid.NewGuid():N}";
        var archive = app.Services.GetRequiredService<AuditArchive>();
        await RecordAsync(mark, 1, 3);
        await archive.MarkSentAsync(SyslogExport.Name, (await archive.HeadAsync(default))!.Sequence - 3, default);
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var export = new SyslogExport(new("tcp", "127.0.0.1", port), archive, TimeProvider.System, NullLogger<SyslogExport>.Instance);
        await export.StartAsync(default);

        var first = await ReadAsync(listener, mark, 3);
        listener.Stop(); // away: the line is cut and nobody listens
        await RecordAsync(mark, 4, 6);
        var back = new TcpListener(IPAddress.Loopback, port);
        back.Start();
        var second = await ReadAsync(back, mark, 6, known: first);
        await export.StopAsync(default);
        back.Stop();

        Targets(first.Concat(second), mark).Distinct().ShouldBe(Enumerable.Range(1, 6).Select(i => $"{mark}-{i}"));
        first[0].ShouldMatch(@"^<109>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \S+ CommandCenter \d+ import\.metrics \[audit@32473 seq=""\d+"" .*hash=""[0-9a-f]{64}""\] \uFEFF\{");
    }

    [Fact]
    public async Task Over_UDP_each_entry_is_a_datagram()
    {
        var mark = $"syslog-{Guid.NewGuid():N}";
        var archive = app.Services.GetRequiredService<AuditArchive>();
        await RecordAsync(mark, 1, 2);
        await archive.MarkSentAsync(SyslogExport.Name, (await archive.HeadAsync(default))!.Sequence - 2, default);
        using var listener = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var export = new SyslogExport(new("udp", "127.0.0.1", ((IPEndPoint)listener.Client.LocalEndPoint!).Port), archive, TimeProvider.System, NullLogger<SyslogExport>.Instance);
        await export.StartAsync(default);

        using var limit = new CancellationTokenSource(Patience);
        var texts = new List<string>();
        while (Targets(texts, mark).Count() < 2) texts.Add(Encoding.UTF8.GetString((await listener.ReceiveAsync(limit.Token)).Buffer));
        await export.StopAsync(default);

        Targets(texts, mark).ShouldBe([$"{mark}-1", $"{mark}-2"]);
    }

    [Fact]
    public async Task Over_TLS_an_unknown_certificate_gets_nothing()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        using var made = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=127.0.0.1", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var opening = SyslogLine.OpenAsync(new("tls", "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port), default);
        using var client = await listener.AcceptTcpClientAsync();
        await using var secured = new System.Net.Security.SslStream(client.GetStream());
        var serving = secured.AuthenticateAsServerAsync(made);

        await Should.ThrowAsync<System.Security.Authentication.AuthenticationException>(opening);
        await Should.ThrowAsync<Exception>(async () => { await serving; if (await secured.ReadAsync(new byte[1]) == 0) throw new IOException(); });
        listener.Stop();
    }

    [Fact]
    public void A_value_cannot_break_out_of_its_quotes()
    {
        var entry = new AuditEntry
        {
            Sequence = 1, At = DateTimeOffset.UnixEpoch, ActorId = "", ActorName = "a\"] [evil x=\"", ActorRole = "", Address = "", Action = "a b\n<1>", Target = @"\",
            Outcome = AuditOutcome.Denied, Detail = "{}", KeyId = "", Previous = "", Hash = "",
        };
        var text = Encoding.UTF8.GetString(SyslogMessage.Of(entry, "城市 host", 7));
        text.ShouldBe("<108>1 1970-01-01T00:00:00.000Z host CommandCenter 7 ab<1> [audit@32473 seq=\"1\" actor=\"a\\\"\\] [evil x=\\\"\" target=\"\\\\\" outcome=\"denied\"] \uFEFF{}");
    }

    [Theory]
    [InlineData("udp://collector:514", "udp", "collector", 514)]
    [InlineData("tcp://10.0.0.9", "tcp", "10.0.0.9", 514)]
    [InlineData("tls://collector.city.example", "tls", "collector.city.example", 6514)]
    public void Reads_where_the_collector_is(string text, string transport, string host, int port) => SyslogAddress.Read(text).ShouldBe(new(transport, host, port));

    [Theory]
    [InlineData("http://collector")]
    [InlineData("collector:514")]
    [InlineData("file:///etc/passwd")]
    [InlineData("udp://collector/path")]
    public void Refuses_what_is_no_collector(string text) => Should.Throw<InvalidOperationException>(() => SyslogAddress.Read(text)).Message.ShouldContain(SyslogAddress.Key);

    private async Task RecordAsync(string mark, int from, int to)
    {
        for (var i = from; i <= to; i++)
            await app.Services.GetRequiredService<AuditTrail>().RecordAsync(
                new AuditEvent { Action = AuditActions.MetricsImported, Actor = AuditActor.Console, Target = $"{mark}-{i}" }, default);
    }

    /// <summary>Messages until the one of number <paramref name="last"/> has come, as their lengths part them.</summary>
    private static async Task<List<string>> ReadAsync(TcpListener listener, string mark, int last, IEnumerable<string>? known = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var client = await listener.AcceptTcpClientAsync(limit.Token);
        using var reader = new BinaryReader(client.GetStream(), Encoding.UTF8);
        client.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        var texts = new List<string>();
        while (!Targets((known ?? []).Concat(texts), mark).Contains($"{mark}-{last}"))
        {
            var length = "";
            for (var digit = (char)reader.ReadByte(); digit != ' '; digit = (char)reader.ReadByte()) length += digit;
            texts.Add(Encoding.UTF8.GetString(reader.ReadBytes(int.Parse(length, System.Globalization.CultureInfo.InvariantCulture))));
        }
        return texts;
    }

    private static IEnumerable<string> Targets(IEnumerable<string> texts, string mark) => texts
        .Select(text => System.Text.RegularExpressions.Regex.Match(text, $"target=\"({mark}-\\d+)\"").Groups[1].Value)
        .Where(target => target.Length > 0);
}

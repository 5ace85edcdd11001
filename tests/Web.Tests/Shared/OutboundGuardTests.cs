using System.Net;
using System.Net.Sockets;
using System.Text;
using CommandCenter.Web.Shared.Outbound;

namespace CommandCenter.Web.Tests.Shared;

/// <summary>Tried with real sockets: a server on loopback stands for everything that must not be reached.</summary>
public sealed class OutboundGuardTests : IAsyncLifetime
{
    private readonly TcpListener _inside = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private int _served;
    private string _redirect = "";

    private int Port => ((IPEndPoint)_inside.LocalEndpoint).Port;

    public Task InitializeAsync()
    {
        _inside.Start();
        _ = ServeAsync();
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        _ended.Cancel();
        _inside.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0.0.0.0")]
    [InlineData("169.254.169.254")]
    [InlineData("10.0.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    public async Task Reaches_nothing_that_is_not_listed(string host)
    {
        var failure = await Should.ThrowAsync<HttpRequestException>(FetchAsync($"http://{host}:{Port}/", ""));
        failure.InnerException.ShouldBeOfType<OutboundRefusedException>();
        _served.ShouldBe(0);
    }

    [Fact]
    public async Task A_listed_name_that_leads_inside_needs_its_network_listed_too()
    {
        (await Should.ThrowAsync<HttpRequestException>(FetchAsync($"http://localhost:{Port}/", "localhost"))).InnerException.ShouldBeOfType<OutboundRefusedException>();
        _served.ShouldBe(0);
        (await FetchAsync($"http://localhost:{Port}/", "localhost, 127.0.0.0/8, ::1")).ShouldBe("inside");
        (await FetchAsync($"http://127.0.0.1:{Port}/", "127.0.0.1")).ShouldBe("inside");
        _served.ShouldBe(2);
    }

    [Fact]
    public async Task A_redirect_is_checked_like_the_first_address()
    {
        _redirect = $"http://127.0.0.2:{Port}/secret";
        var failure = await Should.ThrowAsync<HttpRequestException>(FetchAsync($"http://127.0.0.1:{Port}/away", "127.0.0.1"));
        failure.InnerException.ShouldBeOfType<OutboundRefusedException>();
        _served.ShouldBe(1);
    }

    [Fact]
    public async Task A_redirect_to_a_file_is_not_followed()
    {
        _redirect = "file:///etc/passwd";
        await Should.ThrowAsync<UriFormatException>(FetchAsync($"http://127.0.0.1:{Port}/away", "127.0.0.1"));
        _served.ShouldBe(1);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1/")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("http://user:secret@city.example/")]
    [InlineData("//city.example/")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public void Fetches_by_http_alone(string address) => Should.Throw<OutboundRefusedException>(() => OutboundGuard.Read(address));

    [Theory]
    [InlineData("10.1.0.0/33")]
    [InlineData("http://city.example")]
    [InlineData("a b")]
    public void Refuses_a_list_it_cannot_read(string list) => Should.Throw<FormatException>(() => OutboundList.Read(list));

    [Theory]
    [InlineData("169.254.169.254", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.9.8.7", true)]
    public async Task The_host_of_a_setting_may_lie_inside_but_never_where_clouds_give_keys_away(string address, bool isGood)
    {
        var guard = new OutboundGuard(OutboundList.OfSetting(address));
        if (isGood) (await guard.ResolveAsync(address, default)).ShouldHaveSingleItem();
        else await Should.ThrowAsync<OutboundRefusedException>(guard.ResolveAsync(address, default));
    }

    private static async Task<string> FetchAsync(string address, string list)
    {
        using var http = new HttpClient(new OutboundGuard(OutboundList.Read(list)).NewHandler());
        return await (await http.GetAsync(OutboundGuard.Read(address))).Content.ReadAsStringAsync();
    }

    private async Task ServeAsync()
    {
        var request = new byte[4096];
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                using var client = await _inside.AcceptTcpClientAsync(_ended.Token);
                var stream = client.GetStream();
                var asked = Encoding.ASCII.GetString(request, 0, await stream.ReadAsync(request, _ended.Token));
                Interlocked.Increment(ref _served);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(asked.StartsWith("GET /away", StringComparison.Ordinal)
                    ? $"HTTP/1.1 302 Found\r\nLocation: {_redirect}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    : "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\ninside"), _ended.Token);
            }
            catch (Exception ending) when (ending is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}

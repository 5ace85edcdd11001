using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>One request to ClickHouse: settings in the address, user and password in headers, the statement or the rows in the body.</summary>
internal sealed partial class HttpWire : IDisposable
{
    private readonly HttpOptions _options;
    private readonly HttpClient _http;

    public HttpWire(HttpOptions options)
    {
        _options = options;
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = options.MaxConnect,
            AutomaticDecompression = options.Gzip ? DecompressionMethods.GZip : DecompressionMethods.None,
            // Shorter than any server keeps an idle connection: a statement that may not be repeated never meets a closed one.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            SslOptions = HttpTrust.Of(options),
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends a request and returns its answer when the server has taken it: the body is still to come.</summary>
    /// <param name="settings">What goes into the address, in this order.</param>
    /// <param name="body">The statement, or the rows of an insert.</param>
    /// <exception cref="ClickHouseException">The server refused, or the line failed.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        IEnumerable<KeyValuePair<string, string>> settings, HttpContent body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(settings)) { Content = body };
        request.Headers.TryAddWithoutValidation("X-ClickHouse-User", _options.User);
        request.Headers.TryAddWithoutValidation("X-ClickHouse-Key", _options.Password);
        HttpResponseMessage answer;
        try
        {
            answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        // A line reset between its making and its first use ends in the socket's own words.
        catch (Exception failure) when (failure is HttpRequestException or SocketException or IOException)
        {
            throw new ClickHouseException(HttpPatience.NoLine, $"No line to ClickHouse at {_options.Address.Authority}: {failure.Message}");
        }
        catch (OperationCanceledException slow) when (!cancel.IsCancellationRequested)
        {
            throw new ClickHouseException(HttpPatience.NoLine, $"No line to ClickHouse at {_options.Address.Authority}: {slow.InnerException?.Message ?? slow.Message}");
        }

        if (answer.IsSuccessStatusCode && Header(answer, "X-ClickHouse-Exception-Code") is null) return answer;
        using (answer) throw await RefusalAsync(answer, cancel);
    }

    public HttpContent Statement(string text) => new ByteArrayContent(Encoding.UTF8.GetBytes(text));

    public HttpContent Rows(ReadOnlyMemory<byte> rows)
    {
        if (!_options.Gzip) return new ReadOnlyMemoryContent(rows);
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(rows.Span);
        return new ByteArrayContent(packed.GetBuffer(), 0, (int)packed.Length) { Headers = { ContentEncoding = { "gzip" } } };
    }

    public static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>What a server says when it fails.</summary>
    public static ClickHouseException Failure(string said) =>
        new(Code().Match(said) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan) : 0, said.Trim());

    public void Dispose() => _http.Dispose();

    private Uri Address(IEnumerable<KeyValuePair<string, string>> settings) => new(_options.Address, "/?" + string.Join('&',
        settings.Select(setting => $"{Uri.EscapeDataString(setting.Key)}={Uri.EscapeDataString(setting.Value)}")));

    private static async Task<ClickHouseException> RefusalAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var said = "";
        try
        {
            var bytes = new byte[16 * 1024];
            await using var body = await answer.Content.ReadAsStreamAsync(cancel);
            said = Encoding.UTF8.GetString(bytes, 0, await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel));
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or SocketException)
        {
            // The code alone says enough.
        }

        if (int.TryParse(Header(answer, "X-ClickHouse-Exception-Code"), out var code)) return new(code, said.Trim());
        if (Failure(said) is { Code: > 0 } told) return told;
        // No ClickHouse speaks here: a proxy, or a server that is being started.
        return new(HttpPatience.NoLine, $"ClickHouse is not reached: {(int)answer.StatusCode} {answer.ReasonPhrase}.");
    }

    [GeneratedRegex(@"\A\s*Code: (\d+)[.,]")]
    private static partial Regex Code();
}

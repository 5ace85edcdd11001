using System.Net;
using System.Net.Sockets;
using CommandCenter.Web.Nodes;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Sensing.Intake;

/// <summary>The way to the node that takes readings.</summary>
internal sealed class OwnerLine(NodeTokens tokens) : IDisposable
{
    public const string StatePath = "/internal/nodes/state";
    public const string LeftPath = "/internal/nodes/left";

    private static readonly string[] Passed = ["Content-Type", "Content-Encoding"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
    }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Passes a posted body on as it comes, with its own token, and answers what the owner answered.</summary>
    public async Task<IResult> ForwardAsync(string url, HttpRequest request, CancellationToken cancel)
    {
        // What another node passed on is not passed on again: the seat is just changing.
        if (url.Length == 0 || tokens.Read(request.Headers[NodeTokens.Header]) is not null) return Unreachable(request);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        using var onward = Message(HttpMethod.Post, new Uri(new(url), request.Path.Value + request.QueryString));
        onward.Headers.TryAddWithoutValidation("Authorization", request.Headers.Authorization.ToString());
        onward.Content = new StreamContent(request.Body);
        foreach (var name in Passed)
            if (request.Headers.TryGetValue(name, out var value)) onward.Content.Headers.TryAddWithoutValidation(name, value.ToString());
        try
        {
            using var answer = await _http.SendAsync(onward, limit.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(limit.Token);
            if (answer.Headers.RetryAfter is { } later) request.HttpContext.Response.Headers.RetryAfter = later.ToString();
            return new Answer((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), body);
        }
        catch (Exception failure) when (BadRequestIn(failure) is { } bad)
        {
            throw bad;
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException or IOException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return Unreachable(request);
        }
    }

    /// <summary>Hands over rows that this node left in its spool.</summary>
    /// <exception cref="HttpRequestException">They were not taken.</exception>
    public async Task BringAsync(string url, ReadOnlyMemory<byte> rows, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        using var message = Message(HttpMethod.Post, new Uri(new(url), LeftPath));
        message.Content = new ReadOnlyMemoryContent(rows);
        using var answer = await _http.SendAsync(message, limit.Token);
        if (answer.StatusCode is not HttpStatusCode.OK) throw new HttpRequestException($"The owner answered {(int)answer.StatusCode}.");
    }

    /// <summary>What the owner writes of what it takes: everything, then each batch.</summary>
    public async Task<Stream> OpenStateAsync(string url, CancellationToken cancel)
    {
        using var message = Message(HttpMethod.Get, new Uri(new(url), StatePath));
        var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (answer.StatusCode is HttpStatusCode.OK) return await answer.Content.ReadAsStreamAsync(cancel);
        answer.Dispose();
        throw new HttpRequestException($"The owner answered {(int)answer.StatusCode}.");
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Message(HttpMethod method, Uri address)
    {
        var message = new HttpRequestMessage(method, address);
        message.Headers.Add(NodeTokens.Header, tokens.Make());
        return message;
    }

    /// <summary>The caller's own body was too large, or ended early.</summary>
    private static BadHttpRequestException? BadRequestIn(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            if (failure is BadHttpRequestException bad) return bad;
        return null;
    }

    private static IResult Unreachable(HttpRequest request)
    {
        request.HttpContext.Response.Headers.RetryAfter = "2";
        return Problem.Of(StatusCodes.Status503ServiceUnavailable, "intake_unreachable", "接收读数的节点暂时无法到达，本次是否接收未知，请稍后重发，重复的读数只计一次。");
    }

    private sealed class Answer(int status, string? type, byte[] body) : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>Another site's page may neither open a WebSocket here nor send what changes something, though the browser
/// would add the session's cookie. Callers that are no browsers send no Origin.</summary>
internal sealed class RefuseForeignOrigin(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) => ChangesOrStreams(context) && IsForeign(context.Request)
        ? Problem.Of(StatusCodes.Status403Forbidden, "foreign_origin", "请求来自其他站点，已拒绝。").ExecuteAsync(context)
        : next(context);

    private static bool ChangesOrStreams(HttpContext context) =>
        context.Request.Headers.Upgrade.Count > 0
        || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method));

    private static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin is [{ } origin, ..]
        && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
}

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>One whole content security policy on every answer: nothing from elsewhere, no inline script.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // style-src-attr: Radzen and ECharts position with style attributes. img-src: Radzen's data: icons, MapLibre's blob: images.
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; "
        + "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

    public Task InvokeAsync(HttpContext context)
    {
        // Written last: Blazor sets a frame-ancestors policy of its own on the way.
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpResponse)state).Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    }
}

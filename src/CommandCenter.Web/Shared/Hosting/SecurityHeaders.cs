namespace CommandCenter.Web.Shared.Hosting;

/// <summary>One whole content security policy on every answer: nothing from elsewhere, no inline script.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // style-src-attr: Radzen and ECharts position with style attributes. img-src: Radzen's data: icons, MapLibre's blob: images.
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; "
        + "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

    private const string NoDevices =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()";

    private const string TwoYears = "max-age=63072000";

    public Task InvokeAsync(HttpContext context)
    {
        // Written last: Blazor sets a frame-ancestors policy of its own on the way.
        context.Response.OnStarting(static state =>
        {
            var response = (HttpResponse)state;
            var headers = response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = NoDevices;
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (response.HttpContext.Request.IsHttps) headers.StrictTransportSecurity = TwoYears;
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    }
}

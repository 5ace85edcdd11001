namespace CommandCenter.Web.Shared.Hosting;

/// <summary>One whole content security policy on every answer: nothing from elsewhere, no inline script.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IEnumerable<MediaOrigin> media)
{
    // style-src-attr: Radzen and ECharts position with style attributes. img-src: Radzen's data: icons, MapLibre's blob: images.
    private const string Usual =
        "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; "
        + "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

    private const string NoDevices =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()";

    // connect-src: playlists and segments are fetched; media-src: blob: is what a page makes of them.
    private readonly string _policy = string.Join(' ', [Usual + "; connect-src 'self'", .. media.Select(origin => origin.Source)])
        + string.Join(' ', ["; media-src 'self' blob:", .. media.Select(origin => origin.Source)]);

    private const string TwoYears = "max-age=63072000";

    public Task InvokeAsync(HttpContext context)
    {
        // Written last: Blazor sets a frame-ancestors policy of its own on the way.
        context.Response.OnStarting(static state =>
        {
            var (response, policy) = ((HttpResponse, string))state;
            var headers = response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = NoDevices;
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (response.HttpContext.Request.IsHttps) headers.StrictTransportSecurity = TwoYears;
            return Task.CompletedTask;
        }, (context.Response, _policy));
        return next(context);
    }
}

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>Open pages reconnect while the server stops, and would keep it alive until its time is up. They are sent away at once.</summary>
internal sealed class RefuseWhenStopping(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested) return next(context);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }
}

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>Tells a browser that opens a page from a program that calls the interface: the first gets pages for its errors, the second problem+json.</summary>
public static class PageRequest
{
    public static bool IsPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && !context.Request.Path.StartsWithSegments("/api")
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
}

using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: every part it needs answers, 503 and the part's name otherwise.</summary>
internal static class HealthRoutes
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => "ok").AllowAnonymous().ExcludeFromDescription();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        Status = report.Status.ToString().ToLowerInvariant(),
        Parts = report.Entries.ToDictionary(part => part.Key, part => part.Value.Status.ToString().ToLowerInvariant()),
    });
}

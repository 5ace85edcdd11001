using System.Globalization;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Audit;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>Whoever is refused is recorded: 401, 403, 429, and the 404 of a region that is not the caller's.</summary>
internal sealed class RecordDenials(RequestDelegate next, DenialLedger ledger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Taken now: a page for the refusal is made by asking the pipeline again under another address.
        var (method, path) = (context.Request.Method, context.Request.Path.ToString());
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        var region = RegionOf(context);
        await next(context);

        var status = context.Response.StatusCode;
        var isForeign = status is StatusCodes.Status404NotFound && region.IsRegion
            && context.User.Identity is { IsAuthenticated: true } && !context.User.RegionScope().Covers(region);
        if (!isForeign && status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests)) return;
        await ledger.RecordAsync(new AuditEvent
        {
            Action = status is StatusCodes.Status429TooManyRequests ? AuditActions.Throttled : AuditActions.Denied,
            Actor = context.User.Actor(),
            Address = context.Address(),
            Target = $"{method} {path}",
            Region = region,
            Outcome = AuditOutcome.Denied,
            Detail = new Dictionary<string, string> { ["status"] = status.ToString(CultureInfo.InvariantCulture) },
        }, $"{method} {route} {status}");
    }

    /// <summary>The region that the address names: <c>?region=</c>, or a segment of twelve digits.</summary>
    private static RegionCode RegionOf(HttpContext context)
    {
        if (RegionCode.TryParse(context.Request.Query["region"].ToString(), null, out var asked)) return asked;
        foreach (var segment in context.Request.Path.ToString().Split('/'))
            if (RegionCode.TryParse(segment, null, out var named)) return named;
        return default;
    }
}

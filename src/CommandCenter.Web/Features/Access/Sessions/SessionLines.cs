using CommandCenter.Domain.Access;
using Microsoft.AspNetCore.Components.Endpoints;

namespace CommandCenter.Web.Features.Access.Sessions;

/// <summary>Ties each long connection to its session, so that it is cut when the session ends, and tells a person's requests from
/// those a page sends by itself: only what a person does keeps a session from idling out.</summary>
public sealed class SessionLines(RequestDelegate next, SessionBook book)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.User.SessionId() is not { } id || book.Standing(id) is not { } session)
        {
            await next(context);
            return;
        }

        if (!IsLine(context))
        {
            if (IsByAPerson(context)) book.Touch(id);
            await next(context);
            return;
        }

        session.Hold(context);
        try
        {
            await next(context);
        }
        finally
        {
            session.Release(context);
        }
    }

    private static bool IsLine(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/_blazor") || context.Request.Path.StartsWithSegments("/hub");

    /// <summary>Pages and the interface; not tiles, scripts and versions, which a page on a wall fetches for days, nor what a page says it
    /// fetches by itself (js/onemap/dom.js).</summary>
    private static bool IsByAPerson(HttpContext context) =>
        !context.Request.Headers.ContainsKey("X-By-Page") && (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
        || context.Request.Path.StartsWithSegments("/api")
        || context.Request.Path.StartsWithSegments("/ogc"));
}

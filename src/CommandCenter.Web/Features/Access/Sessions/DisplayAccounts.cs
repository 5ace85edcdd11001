using CommandCenter.Domain.Access;
using CommandCenter.Web.Features.Access.SignIn;
using CommandCenter.Web.Shared;
using CommandCenter.Web.Shell;
using Microsoft.AspNetCore.Components.Endpoints;

namespace CommandCenter.Web.Features.Access.Sessions;

/// <summary>An account for walls looks and does nothing else, whichever door is tried: it gets walls, no desk and no circuit,
/// and changes nothing but its own sign-in. Its screen hangs where anybody can reach the keyboard.</summary>
public sealed class DisplayAccounts(RequestDelegate next)
{
    private const string Wall = "/wall/overview";

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.User.HasClaim(claim => claim.Type == AccountClaims.Display)) return next(context);
        if (IsDeskPage(context))
        {
            context.Response.Redirect(Wall);
            return Task.CompletedTask;
        }
        return Changes(context)
            ? Problem.Of(StatusCodes.Status403Forbidden, "display_account", "大屏账号只能查看，不能操作。").ExecuteAsync(context)
            : next(context);
    }

    private static bool Changes(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments("/_blazor")) return true;
        return !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            && !request.Path.StartsWithSegments("/hub")
            && request.Path != SessionRoutes.Path
            && request.Path != SessionRoutes.LeavePath
            && request.Path != SessionCookie.LoginPath;
    }

    private static bool IsDeskPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
        && Screen.Of(context) != Screen.Wall
        && context.Request.Path != SessionCookie.LoginPath
        && context.Request.Path != SessionCookie.AccountPath
        && !context.Request.Path.StartsWithSegments("/status");
}

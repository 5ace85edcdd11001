using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Antiforgery;

namespace CommandCenter.Web.Features.Access;

/// <summary><c>/api/v1/session</c>: in, who am I, out.</summary>
internal static class SessionRoutes
{
    public const string Path = "/api/v1/session";

    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, SignInAsync).AllowAnonymous()
            .Produces<Session>().WithTags("session").WithSummary("Sign in: the answer sets the session's cookie.");
        routes.MapGet(Path, (ClaimsPrincipal caller) => Session.Of(caller)).RequireAuthorization(Permissions.SignedIn)
            .WithTags("session").WithSummary("Who am I.");
        routes.MapDelete(Path, SignOutAsync).RequireAuthorization(Permissions.SignedIn)
            .Produces(StatusCodes.Status204NoContent).WithTags("session").WithSummary("Sign out.");
        routes.MapPost("/logout", LeaveAsync).RequireAuthorization(Permissions.SignedIn).ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(Credentials credentials, AccountDesk desk) =>
        await desk.SignInAsync(credentials.User ?? "", credentials.Password ?? "") is { } caller
            ? Results.Ok(Session.Of(caller))
            : Problem.Of(StatusCodes.Status401Unauthorized, "wrong_credentials", AccountDesk.Refusal);

    private static async Task<IResult> SignOutAsync(AccountDesk desk)
    {
        await desk.SignOutAsync();
        return Results.NoContent();
    }

    /// <summary>The sign-out button of the pages: a form, so that it works without a script.</summary>
    private static async Task<IResult> LeaveAsync(AccountDesk desk, IAntiforgery antiforgery, HttpContext context)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Problem.BadRequest("stale_form", "页面已过期，请刷新后重试。");
        await desk.SignOutAsync();
        return Results.LocalRedirect(SessionCookie.LoginPath);
    }

    internal sealed record Credentials(string? User, string? Password);

    /// <param name="Role">One of <see cref="Roles.All"/>.</param>
    /// <param name="Scope">Region code, twelve digits.</param>
    private sealed record Session(string User, string Name, string? Role, string? Scope)
    {
        public static Session Of(ClaimsPrincipal caller) => new(
            caller.Identity!.Name!,
            caller.FindFirstValue(AccountClaims.DisplayName)!,
            caller.FindFirstValue(ClaimTypes.Role),
            caller.FindFirstValue(AccountClaims.Scope));
    }
}

using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Features.Access.Sessions;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Antiforgery;

namespace CommandCenter.Web.Features.Access.SignIn;

/// <summary><c>/api/v1/session</c>: in, who am I, out.</summary>
internal static class SessionRoutes
{
    public const string Path = "/api/v1/session";
    public const string LeavePath = "/logout";

    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, SignInAsync).AllowAnonymous()
            .Produces<Caller>().WithTags("session")
            .WithSummary("Sign in: the answer sets the session's cookie. 401 second_factor_required asks for {\"code\"} as well.");
        routes.MapGet(Path, (ClaimsPrincipal caller) => Caller.Of(caller)).RequireAuthorization(Permissions.SignedIn)
            .WithTags("session").WithSummary("Who am I.");
        routes.MapDelete(Path, SignOutAsync).RequireAuthorization(Permissions.SignedIn)
            .Produces(StatusCodes.Status204NoContent).WithTags("session").WithSummary("Sign out.");
        routes.MapPost(LeavePath, LeaveAsync).RequireAuthorization(Permissions.SignedIn).ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(Credentials credentials, SignInDesk desk, HttpContext context) =>
        await desk.SignInAsync(context, credentials.User ?? "", credentials.Password ?? "", credentials.Code) switch
        {
            SignInAnswer.Welcome welcome => Results.Ok(Caller.Of(welcome.Caller)),
            SignInAnswer.CodeNeeded => Problem.Of(StatusCodes.Status401Unauthorized, "second_factor_required", "还需要动态口令或恢复码（code）。"),
            SignInAnswer.WrongCode => Problem.Of(StatusCodes.Status401Unauthorized, "wrong_code", "动态口令不正确或已经用过。"),
            SignInAnswer.TooMany tooMany => SignInThrottle.TooMany(context, tooMany.Wait),
            _ => Problem.Of(StatusCodes.Status401Unauthorized, "wrong_credentials", desk.Refusal),
        };

    private static async Task<IResult> SignOutAsync(SignInDesk desk, HttpContext context)
    {
        await desk.SignOutAsync(context);
        return Results.NoContent();
    }

    /// <summary>The sign-out button of the pages: a form, so that it works without a script.</summary>
    private static async Task<IResult> LeaveAsync(SignInDesk desk, IAntiforgery antiforgery, HttpContext context)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Problem.BadRequest("stale_form", "页面已过期，请刷新后重试。");
        await desk.SignOutAsync(context);
        return Results.LocalRedirect(SessionCookie.LoginPath);
    }

    /// <param name="Code">Of the authenticator, or a recovery code.</param>
    internal sealed record Credentials(string? User, string? Password, string? Code = null);

    /// <param name="Role">One of <see cref="Roles.All"/>; null while something is pending.</param>
    /// <param name="Scope">Region code, twelve digits.</param>
    /// <param name="Pending">What has to be done first: <c>password</c>, <c>second_factor</c>, or null.</param>
    private sealed record Caller(string User, string Name, string? Role, string? Scope, string? Pending)
    {
        public static Caller Of(ClaimsPrincipal caller) => new(
            caller.Identity!.Name!,
            caller.FindFirstValue(AccountClaims.DisplayName)!,
            caller.Role(),
            caller.FindFirstValue(AccountClaims.Scope),
            caller.FindFirstValue(AccountClaims.Pending));
    }
}

using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Mvc;

namespace CommandCenter.Web.Features.Sensing.Intake;

/// <summary>What the other nodes ask of the one that takes readings. No proxy leads here.</summary>
internal static class IntakeRoutes
{
    private const long MostBytes = 64 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(OwnerLine.StatePath, FollowAsync).RequireAuthorization(Permissions.Node).ExcludeFromDescription();
        routes.MapPost(OwnerLine.LeftPath, TakeLeftAsync).RequireAuthorization(Permissions.Node).ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes));
    }

    private static async Task FollowAsync(
        HttpContext context, IntakeSeat seat, CurrentState state, TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        if (!seat.IsHere)
        {
            await NotHere().ExecuteAsync(context);
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.ContentType = "application/octet-stream";
        try
        {
            await StateStream.WriteAsync(state, context.Response.Body, clock, end.Token);
        }
        catch (Exception cut) when (cut is OperationCanceledException or IOException)
        {
            // It begins again, here or at another.
        }
    }

    private static async Task<IResult> TakeLeftAsync(HttpRequest request, IntakeSeat seat, TelemetryIntake intake, CancellationToken cancel)
    {
        if (!seat.IsHere) return NotHere();
        using var rows = new MemoryStream();
        await request.Body.CopyToAsync(rows, cancel);
        try
        {
            return Results.Ok(await intake.TakeLeftAsync(rows.GetBuffer().AsMemory(0, (int)rows.Length), cancel));
        }
        catch (IngestUnavailableException)
        {
            return NotHere();
        }
    }

    private static IResult NotHere() => Problem.Of(StatusCodes.Status503ServiceUnavailable, "not_owner", "此节点现在不接收读数。");
}
